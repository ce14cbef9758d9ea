package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How what is held back is told: by name, and bounded. */
final class HeldPrunesTest {
  private static final Problem GUARD =
      Problem.general(ProblemCode.PRUNE_GUARD, "too many left the folder", "say so");

  private final HeldPrunes held = new HeldPrunes();

  private static ObjectKey key(int i) {
    return new ObjectKey("", "ConfigMap", "home", "cm%03d".formatted(i));
  }

  private void add(int count, boolean byRule) {
    IntStream.range(0, count)
        .forEach(
            i ->
                held.add(
                    key(i), Problem.of(ProblemCode.PRUNE_GUARD, key(i), "it stays", ""), byRule));
  }

  @Test
  void aReasonForAllIsToldOnceWithTheNames() {
    held.add(key(0), GUARD, false);
    held.add(key(1), GUARD, false);
    assertThat(held.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "BKS-303 too many left the folder: configmap/cm000, configmap/cm001 (say so)");
  }

  @Test
  void aFewAreToldOneByOne() {
    add(2, true);
    assertThat(held.problems())
        .extracting(Problem::toString)
        .containsExactly("BKS-303 configmap/cm000: it stays", "BKS-303 configmap/cm001: it stays");
  }

  @Test
  void manyAreToldInOneLine() {
    add(2000, true);
    assertThat(held.keys()).hasSize(2000);
    assertThat(held.problems()).hasSize(1);
    assertThat(held.problems().getFirst().message())
        .startsWith("2000 objects: it stays: configmap/cm000, configmap/cm001, ")
        .endsWith("configmap/cm009 and 1990 more");
  }

  @Test
  void isSettledWhenOnlyRulesHoldBack() {
    assertThat(held.isSettled()).isTrue();
    add(2, true);
    assertThat(held.isSettled()).isTrue();
    held.add(key(9), GUARD, false);
    assertThat(held.isSettled()).isFalse();
  }
}
