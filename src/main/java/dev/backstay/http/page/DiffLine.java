package dev.backstay.http.page;

import java.util.List;

/**
 * A line of a unified diff.
 *
 * @param kind its class: {@code add}, {@code del}, {@code hunk}, {@code file} or {@code same}
 */
public record DiffLine(String kind, String text) {

  /** Knows each line by how it begins. */
  public static List<DiffLine> of(List<String> lines) {
    return lines.stream().map(line -> new DiffLine(kind(line), line)).toList();
  }

  private static String kind(String line) {
    if (line.startsWith("--- ") || line.startsWith("+++ ")) {
      return "file";
    }
    return line.startsWith("@@")
        ? "hunk"
        : line.startsWith("+") ? "add" : line.startsWith("-") ? "del" : "same";
  }
}
