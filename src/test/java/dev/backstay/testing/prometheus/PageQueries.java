package dev.backstay.testing.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The questions to Prometheus on a page of the documentation: indented, as all that is typed. */
public final class PageQueries {
  private static final String INDENT = "    ";
  private static final Pattern METRIC = Pattern.compile("\\b(backstay_[a-z]|backstay:|up\\{)");

  private PageQueries() {}

  /** All of them, each in one line. */
  public static List<String> of(Path page) {
    List<String> blocks = new ArrayList<>();
    for (String line : lines(page)) {
      String typed = line.startsWith(INDENT) ? line.substring(INDENT.length()) : "";
      if (typed.startsWith(" ") && !blocks.isEmpty()) {
        blocks.add(blocks.removeLast() + " " + typed.strip());
      } else {
        blocks.add(typed.strip());
      }
    }
    return blocks.stream()
        .filter(block -> !block.startsWith("#") && METRIC.matcher(block).find())
        .toList();
  }

  private static List<String> lines(Path page) {
    try {
      return Files.readAllLines(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
