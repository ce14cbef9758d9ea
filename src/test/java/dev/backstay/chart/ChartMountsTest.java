package dev.backstay.chart;

import static dev.backstay.chart.Rendered.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.testing.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every file that the config names is mounted where it is named, and readable by nobody else. */
class ChartMountsTest {
  private static final String SECRETS = "/etc/backstay/secrets/";

  @Test
  void theConfigIsThatOfTheValues() throws IOException {
    JsonNode values = Chart.parse(Files.readString(Path.of("chart", "values.yaml"))).getFirst();
    Rendered rendered = Rendered.with(Map.of("environmentAccounts.enabled", "false"));

    assertThat(rendered.config()).isEqualTo(values.path("config"));
    assertThat(texts(rendered.container().path("args")))
        .containsExactly("run", "--config", "/etc/backstay/backstay.yaml");
    assertThat(rendered.container().at("/volumeMounts/0/mountPath").asString())
        .isEqualTo("/etc/backstay");
  }

  @Test
  void allThatValuesNameIsMountedAndNamedInTheConfig() {
    Rendered rendered = Rendered.of(Rendered.values("everything"));
    JsonNode config = rendered.config();

    assertThat(config.at("/repository/auth/secret").asString()).isEqualTo("git");
    assertThat(config.at("/repository/verify").toString())
        .isEqualTo("{\"keys\":\"/etc/backstay/signers\",\"signatures\":\"required\"}");
    assertThat(config.at("/http/tokenFile").asString()).isEqualTo("secrets/tokens/tokens");
    assertThat(config.at("/http/tls").toString())
        .isEqualTo("{\"certFile\":\"secrets/tls/tls.crt\",\"keyFile\":\"secrets/tls/tls.key\"}");
    assertThat(config.at("/http/webhooks/gitea/secretFile").asString())
        .isEqualTo("secrets/hook/secret");
    assertThat(config.at("/notify/commitStatus/tokenFile").asString())
        .isEqualTo("secrets/statuses/token");
    assertThat(secretMounts(rendered))
        .containsExactly("far", "git", "hook", "statuses", "tls", "tokens");
    assertThat(texts(rendered.container().path("volumeMounts"), "/mountPath"))
        .contains("/etc/backstay/signers");
  }

  @Test
  void allIsReadOnlyAndNotForEverybody() {
    Rendered rendered = Rendered.of(Rendered.values("everything"));

    assertThat(rendered.pod().path("volumes"))
        .filteredOn(volume -> volume.has("secret") || volume.has("configMap"))
        .hasSize(8)
        .allSatisfy(
            volume ->
                assertThat(volume.findValue("defaultMode").asInt())
                    .as("%s", volume)
                    .isEqualTo(0440));
    assertThat(rendered.container().path("volumeMounts"))
        .filteredOn(mount -> mount.path("mountPath").asString().startsWith("/etc/"))
        .hasSize(8)
        .allSatisfy(mount -> assertThat(mount.path("readOnly").asBoolean()).isTrue())
        .allSatisfy(mount -> assertThat(mount.has("subPath")).as("would never change").isFalse());
  }

  @Test
  void whatTheConfigNamesByItselfIsMountedToo() {
    Rendered rendered =
        Rendered.of(
            """
            config:
              repository: { auth: { secret: git } }
              http:
                tokenFile: secrets/tokens/list
                tls: { certFile: /etc/backstay/secrets/tls/a, keyFile: secrets/key/b }
                webhooks: { github: { secretFile: ./secrets/hook/c } }
              environments:
                - { name: a, path: a, namespace: a, cluster: { kubeconfig: secrets/east/config } }
            """);

    assertThat(secretMounts(rendered))
        .containsExactly("east", "git", "hook", "key", "tls", "tokens");
  }

  @Test
  void aFileThatIsNotMountedIsRefusedByName() {
    assertThatThrownBy(() -> Rendered.with(Map.of("config.http.tokenFile", "tokens.txt")))
        .hasMessageContaining("config.http.tokenFile is tokens.txt")
        .hasMessageContaining("secrets/<name of the Secret>/<key>");
    assertThatThrownBy(() -> Rendered.with(Map.of("config.http.tokenFile", "/vault/tokens")))
        .hasMessageContaining("extraVolumeMounts");
    assertThat(
            secretMounts(
                Rendered.of(
                    """
                    config: { http: { tokenFile: /vault/tokens } }
                    extraVolumes: [{ name: vault, emptyDir: {} }]
                    extraVolumeMounts: [{ name: vault, mountPath: /vault, readOnly: true }]
                    """)))
        .isEmpty();
  }

  @Test
  void twoNamesForOneThingAreRefused() {
    Map<String, String> both =
        Map.of("git.credentialsSecret", "one", "config.repository.auth.secret", "two");
    Map<String, String> tokens =
        Map.of("http.tokensSecret", "one", "config.http.tokenFile", "secrets/two/tokens");

    assertThatThrownBy(() -> Rendered.with(both))
        .hasMessageContaining("git.credentialsSecret is set")
        .hasMessageContaining("config.repository.auth.secret, to something else")
        .hasMessageContaining("set only one of them");
    assertThatThrownBy(() -> Rendered.with(tokens)).hasMessageContaining("config.http.tokenFile");
  }

  @Test
  void aTokenForCommitStatusesNeedsAProvider() {
    assertThatThrownBy(() -> Rendered.with(Map.of("commitStatus.tokenSecret", "statuses")))
        .hasMessageContaining("set config.notify.commitStatus.provider too");
  }

  private static List<String> secretMounts(Rendered rendered) {
    return texts(rendered.container().path("volumeMounts"), "/mountPath").stream()
        .filter(path -> path.startsWith(SECRETS))
        .map(path -> path.substring(SECRETS.length()))
        .toList();
  }
}
