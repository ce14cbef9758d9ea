package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ErrorsPageTest {
  @Test
  void theErrorsPageNamesExactlyTheCodesThatAreTold() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("docs/errors.md")).stream()
            .filter(line -> line.startsWith("| BKS-"))
            .map(line -> line.substring(2, line.indexOf(' ', 2)))
            .toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(ProblemCode.values()).map(ProblemCode::id).toList());
  }
}
