package dev.backstay.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The sample keeps to what its README, the demo and the tests that play it say of it. */
class SampleConfigRepoTest {
  private static final Path SAMPLE = Path.of("sample-config-repo");

  @ParameterizedTest
  @CsvSource({
    "master, outsrc-dev, dev.outsrc.dev",
    "staging, outsrc-staging, staging.outsrc.dev",
    "production, outsrc, outsrc.dev"
  })
  void holdsTheApplicationOnceForEachEnvironment(String folder, String namespace, String host)
      throws IOException {
    List<JsonNode> objects = read(folder + "/outsrc.yml");
    JsonNode ingress = objects.get(1);

    assertThat(objects)
        .extracting(SampleConfigRepoTest::name)
        .containsExactly(
            "Namespace/" + namespace,
            "Ingress/ingress-outsrc",
            "Service/service-frontend",
            "Service/service-backend",
            "Deployment/deployment-frontend",
            "Deployment/deployment-backend");
    assertThat(objects)
        .as("the environment says where")
        .allMatch(object -> object.at("/metadata/namespace").isMissingNode());
    assertThat(ingress.at("/spec/rules/0/host").asString()).isEqualTo(host);
    assertThat(ingress.at("/spec/tls/0/hosts/0").asString()).isEqualTo(host);
    assertThat(ingress.at("/spec/tls/0/secretName").asString())
        .isEqualTo("tls-" + host.replace('.', '-'));
  }

  @ParameterizedTest
  @CsvSource({"master", "staging", "production"})
  void canBeRolledOutWithoutMissingAPod(String folder) throws IOException {
    for (JsonNode deployment : read(folder + "/outsrc.yml").subList(4, 6)) {
      JsonNode template = deployment.at("/spec/template");

      assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(2);
      assertThat(template.at("/metadata/labels"))
          .isEqualTo(deployment.at("/spec/selector/matchLabels"));
      assertThat(template.at("/spec/containers/0/readinessProbe").isObject()).isTrue();
      assertThat(template.at("/spec/containers/0/image").asString()).endsWith(":1.0.0");
    }
  }

  @Test
  void restrictsDevelopmentByAPluginThatTheClusterKnows() throws IOException {
    JsonNode plugin = read("master/kong.yml").getFirst();
    JsonNode kind =
        Chart.parse(Files.readString(Path.of("src/local-cluster/kongplugin-crd.yaml"))).getFirst();

    assertThat(plugin.path("apiVersion").asString())
        .isEqualTo(
            kind.at("/spec/group").asString() + "/" + kind.at("/spec/versions/0/name").asString());
    assertThat(plugin.path("kind")).isEqualTo(kind.at("/spec/names/kind"));
    assertThat(annotation("master")).isEqualTo(plugin.at("/metadata/name").asString());
    assertThat(annotation("production")).isEmpty();
  }

  private static String annotation(String folder) throws IOException {
    JsonNode ingress = read(folder + "/outsrc.yml").get(1);
    return ingress.at("/metadata/annotations").path("plugins.konghq.com").asString("");
  }

  private static List<JsonNode> read(String file) throws IOException {
    return Chart.parse(Files.readString(SAMPLE.resolve(file)));
  }

  private static String name(JsonNode object) {
    return object.path("kind").asString() + "/" + object.at("/metadata/name").asString();
  }
}
