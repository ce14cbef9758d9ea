package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentHomeTest {
  private final Path told;

  AgentHomeTest(@TempDir Path folder) throws IOException {
    told = Files.writeString(folder.resolve("namespace"), "backstay\n");
  }

  @Test
  void isWhatKubernetesTellsAPod() {
    assertThat(AgentHome.namespace(Optional.empty(), Map.of("KUBECONFIG", ""), told))
        .contains("backstay");
  }

  @Test
  void isUnknownOutsideOfAClusterAndInOthers() {
    assertThat(AgentHome.namespace(Optional.empty(), Map.of(), told.resolveSibling("none")))
        .isEmpty();
    assertThat(AgentHome.namespace(Optional.empty(), Map.of("KUBECONFIG", "x"), told)).isEmpty();
    assertThat(AgentHome.namespace(Optional.of(Path.of("other")), Map.of(), told)).isEmpty();
  }

  @Test
  void isUnknownWhereNothingIsTold() throws IOException {
    Files.writeString(told, "\n");
    assertThat(AgentHome.namespace(Optional.empty(), Map.of(), told)).isEmpty();
  }
}
