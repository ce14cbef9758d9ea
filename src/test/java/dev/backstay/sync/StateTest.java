package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class StateTest {
  @Test
  void hasTheWordsThatThePageAndTheMetricsUse() {
    assertThat(Stream.of(State.values()).map(State::word))
        .containsExactly(
            "starting",
            "checking",
            "applying",
            "rolling-out",
            "pruning",
            "synced",
            "degraded",
            "failed",
            "refused");
  }

  @Test
  void isAtRestOnlyWhereASyncEnds() {
    Set<State> atRest =
        Stream.of(State.values()).filter(s -> !s.isBusy()).collect(Collectors.toSet());
    assertThat(atRest)
        .isEqualTo(EnumSet.of(State.SYNCED, State.DEGRADED, State.FAILED, State.REFUSED));
  }
}
