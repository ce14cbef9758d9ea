package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
  private static final List<String> KNOWN =
      List.of("replicas", "selector", "template", "minReadySeconds", "args", "env");

  @ParameterizedTest
  @CsvSource({
    "replica,replicas",
    "repilcas,replicas",
    "Replicas,replicas",
    "selectors,selector",
    "minreadyseconds,minReadySeconds",
    "agrs,args",
    "en,env"
  })
  void findsWhatWasMeant(String unknown, String meant) {
    assertThat(Suggestions.closest(unknown, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"volumes", "a", "''", "resources"})
  void guessesNothingThatIsFar(String unknown) {
    assertThat(Suggestions.closest(unknown, KNOWN)).isEmpty();
  }

  @Test
  void prefersTheNearestAndThenTheFirstInTheAlphabet() {
    assertThat(Suggestions.closest("ports", List.of("sport", "port", "parts", "porta")))
        .contains("parts");
    assertThat(Suggestions.closest("a", List.of())).isEmpty();
  }
}
