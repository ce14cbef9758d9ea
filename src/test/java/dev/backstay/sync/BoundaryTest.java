package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.config.DriftConfig;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.config.PruneConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BoundaryTest {
  private static final EnvironmentConfig CONFIG =
      new EnvironmentConfig(
          "production",
          "production",
          "outsrc",
          List.of("annex"),
          List.of(),
          List.of(),
          Optional.empty(),
          new PruneConfig(true, 50),
          DriftConfig.DEFAULT,
          Duration.ofMinutes(5),
          false,
          Optional.empty(),
          Optional.empty());

  @Test
  void p6TheNamespaceOfTheAgentIsNobodysEnvironment() {
    assertThat(Boundary.objectionTo(CONFIG, Optional.of("outsrc"))).isPresent();
    assertThat(Boundary.objectionTo(CONFIG, Optional.of("annex")).orElseThrow().message())
        .isEqualTo("namespace annex is the agent's own, and cannot be an environment's");
  }

  @Test
  void anAgentElsewhereIsInNobodysWay() {
    assertThat(Boundary.objectionTo(CONFIG, Optional.of("backstay"))).isEmpty();
    assertThat(Boundary.objectionTo(CONFIG, Optional.empty())).isEmpty();
  }
}
