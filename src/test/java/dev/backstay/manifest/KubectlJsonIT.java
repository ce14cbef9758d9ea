package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The cases that the reader is tested with, put to the real kubectl. */
@ExtendWith(ClusterExtension.class)
final class KubectlJsonIT {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void kubectlSendsWhatTheCasesSay(TestCluster cluster, @TempDir Path folder) throws Exception {
    List<KubectlCases.Case> cases =
        KubectlCases.all().stream()
            .filter(c -> c.verdict() == KubectlCases.Verdict.SAME && !c.objects().isEmpty())
            .toList();
    List<Future<List<JsonNode>>> answers = new ArrayList<>();
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      for (KubectlCases.Case one : cases) {
        Path file = folder.resolve("case-" + answers.size() + ".yaml");
        answers.add(two.submit(() -> kubectl(cluster, file, one.yaml())));
      }
    }
    assertThat(cases).hasSizeGreaterThan(100);
    for (int i = 0; i < cases.size(); i++) {
      List<JsonNode> expected = cases.get(i).objects().stream().map(JSON::readTree).toList();
      assertThat(answers.get(i).get()).as("%s", cases.get(i)).isEqualTo(expected);
    }
  }

  private static List<JsonNode> kubectl(TestCluster cluster, Path file, String yaml)
      throws IOException {
    Files.writeString(file, yaml);
    String output =
        cluster.kubectl(
            "create", "--dry-run=client", "--validate=false", "-o", "json", "-f", file.toString());
    List<JsonNode> objects = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = JSON.readerFor(JsonNode.class).readValues(output)) {
      documents.forEachRemaining(objects::add);
    }
    // kubectl names the namespace of its own context
    objects.forEach(o -> ((ObjectNode) o.path("metadata")).remove("namespace"));
    return objects;
  }
}
