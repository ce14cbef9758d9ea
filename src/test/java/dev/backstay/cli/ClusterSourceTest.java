package dev.backstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.cli.show.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClusterSourceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BKS-204 production/outsrc.yml:71 deployment.apps/cache: message (hint)",
        "BKS-204 production/outsrc.yml:71: message",
        "BKS-410 deployment.apps/web: 1 of 2 updated replicas are available",
        "BKS-410 configmap/a.b: it: is / not"
      })
  void aLineThatAnAgentWroteIsShownAsTheAgentWouldShowIt(String line) {
    assertThat(ClusterSource.error(line).map(Text::error)).contains(line);
  }

  @Test
  void whatIsNoSuchLineIsShownAsItIs() {
    assertThat(ClusterSource.error("")).isEmpty();
    assertThat(ClusterSource.error("BKS-401 down for now").map(Text::error))
        .contains("BKS-401: down for now");
    assertThat(ClusterSource.error("oh no").map(Text::error)).contains(": oh no");
  }
}
