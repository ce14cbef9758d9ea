package dev.backstay.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The page docs/configuration.md. */
final class Documentation {
  private static final Path PAGE = Path.of("docs/configuration.md");

  private Documentation() {}

  /** The file that the page shows as one with every setting that there is. */
  static String sample() {
    return between("```yaml\n", "```\n");
  }

  /** The errors that the page shows. */
  static List<String> errors() {
    return between("```text\n", "```\n").lines().toList();
  }

  /** The table of settings. */
  static String settings() {
    return between("is stale -->\n", "<!-- end of settings -->");
  }

  private static String between(String start, String end) {
    try {
      String page = Files.readString(PAGE);
      int from = page.indexOf(start) + start.length();
      return page.substring(from, page.indexOf(end, from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
