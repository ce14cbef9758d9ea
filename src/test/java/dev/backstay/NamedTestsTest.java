package dev.backstay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A page that names the test of what it says names one that is there. */
class NamedTestsTest {
  private static final Path TESTS = Path.of("src/test/java");

  /** {@code PruneIT}, {@code PruneIT.method}, {@code PruneIT.begins…}, or of the last class. */
  private static final Pattern NAME =
      Pattern.compile(
          "`(?:([A-Z]\\w*(?:IT|Test))(?:\\.(\\w+)(…)?)?|(lesson\\d+_\\w*|[ps]\\d+[A-Z_]\\w*|[ps]\\d+)(…)?)`");

  /** A row of the threat model: attacker, what they hold, what stops them, which test shows it. */
  private static final Pattern THREAT =
      Pattern.compile("^\\|([^|]+)\\|([^|]+)\\|([^|]+)\\|([^|]+)\\|$");

  @ParameterizedTest
  @MethodSource
  void namesTestsThatAreThere(Path page) throws IOException {
    assertThat(missing(Files.readString(page))).isEmpty();
  }

  static List<Path> namesTestsThatAreThere() throws IOException {
    try (Stream<Path> pages = Files.list(Path.of("docs"))) {
      return pages
          .filter(page -> page.toString().endsWith(".md"))
          .filter(page -> NAME.matcher(read(page)).find())
          .sorted()
          .toList();
    }
  }

  @Test
  void seesATestThatIsNotThere() {
    assertThat(missing("`PruneIT`, `lesson99_never…`, `NoSuchIT`, `NamedTestsTest.seesATest…`"))
        .containsExactly("PruneIT.lesson99_never", "NoSuchIT");
  }

  @Test
  void everyThreatHasATestThatShowsWhatStopsIt() throws IOException {
    Map<String, String> unshown = new TreeMap<>();
    int threats = 0;
    for (String line : Files.readAllLines(Path.of("docs/security.md"))) {
      Matcher row = THREAT.matcher(line);
      if (row.matches() && !row.group(1).contains("---") && !row.group(1).contains("attacker")) {
        threats++;
        if (!NAME.matcher(row.group(4)).find()) {
          unshown.put(row.group(1).strip() + ":" + row.group(2).strip(), row.group(4).strip());
        }
      }
    }

    assertThat(threats).isGreaterThan(30);
    assertThat(unshown).isEmpty();
  }

  private static List<String> missing(String page) {
    List<String> missing = new ArrayList<>();
    String last = "";
    Matcher name = NAME.matcher(page);
    while (name.find()) {
      boolean ofLast = name.group(1) == null;
      String test = ofLast ? last : name.group(1);
      Optional<String> method = Optional.ofNullable(name.group(ofLast ? 4 : 2));
      boolean isPrefix = name.group(ofLast ? 5 : 3) != null;
      last = test;
      if (!isThere(test, method, isPrefix)) {
        missing.add(test + method.map(m -> "." + m).orElse(""));
      }
    }
    return missing;
  }

  private static boolean isThere(String test, Optional<String> method, boolean isPrefix) {
    Optional<Path> file = find(test + ".java");
    return file.isPresent()
        && method
            .map(m -> Pattern.compile("void " + m + (isPrefix ? "\\w*" : "") + "\\("))
            .map(pattern -> pattern.matcher(read(file.get())).find())
            .orElse(true);
  }

  private static Optional<Path> find(String name) {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files.filter(file -> file.endsWith(name)).findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
