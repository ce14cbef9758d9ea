package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The page docs/errors.md says what the code says, and the code says all that the page promises.
 */
final class ErrorsPageTest {
  private static final Path PAGE = Path.of("docs/errors.md");
  private static final String HEAD = "| code | what it means | what to do |\n|---|---|---|\n";

  @Test
  void theErrorsPageIsMadeOfTheCodes() throws IOException {
    String page = Files.readString(PAGE);
    String table =
        Arrays.stream(ProblemCode.values())
            .map(c -> "| %s | %s | %s |\n".formatted(c.id(), c.meaning(), c.remedy()))
            .collect(Collectors.joining("", HEAD, ""));

    assertThat(page.substring(page.indexOf("| code |")))
        .as("what is to stand in %s", PAGE)
        .isEqualTo(table);
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeIsTold(ProblemCode code) {
    assertThat(mainSources())
        .filteredOn(source -> !source.contains("enum ProblemCode"))
        .anyMatch(source -> source.contains("ProblemCode." + code.name()));
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeSaysWhatToDoInWholeSentences(ProblemCode code) {
    assertThat(code.meaning()).endsWith(".").doesNotContain("|");
    assertThat(code.remedy()).endsWith(".").doesNotContain("|");
  }

  @Test
  void noIdIsGivenTwice() {
    assertThat(ProblemCode.values()).extracting(ProblemCode::id).doesNotHaveDuplicates();
  }

  private static List<String> mainSources() {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(ErrorsPageTest::text)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
