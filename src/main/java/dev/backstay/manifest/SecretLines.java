package dev.backstay.manifest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which lines of a manifest file may not be shown as they are, because they hold values of Secrets:
 * {@code data}, {@code stringData} and annotations of Secrets wherever they stand, and what kubectl
 * remembers in its last-applied annotation. Keys are shown, values are not. Where the lines of a
 * Secret cannot be told apart, none of them is shown; of a file that cannot be read, and speaks of
 * Secrets, nothing is.
 */
public final class SecretLines {
  private static final String MASK = "***";
  private static final String LAST_APPLIED = "last-applied-configuration";

  /** They end a line for YAML, but not for those who show it: the two would count differently. */
  private static final Pattern OTHER_LINE_ENDS =
      Pattern.compile("\\r(?!\\n)|[\\x{85}\\x{2028}\\x{2029}]");

  /** By line, what is shown after the line's indentation. */
  private final Map<Integer, String> masked = new HashMap<>();

  /** By line: shown, but for a comment in it. */
  private final Map<Integer, Boolean> uncommented = new HashMap<>();

  private boolean hidden;

  private SecretLines() {}

  /** Finds them in a file that may be anything. */
  public static SecretLines of(String path, byte[] content) {
    SecretLines lines = new SecretLines();
    Findings findings = new Findings(path);
    List<Value> documents = new ArrayList<>();
    Documents.read(path, content, Limits.defaults(), findings, documents::add);
    String text = new String(content, StandardCharsets.UTF_8);
    if (!findings.all().isEmpty() || OTHER_LINE_ENDS.matcher(text).find()) {
      String lower = text.toLowerCase(Locale.ROOT);
      lines.hidden = lower.contains("secret") || lower.contains(LAST_APPLIED);
      return lines;
    }
    List<String> all = List.of(text.split("\n", -1));
    for (int i = 0; i < documents.size(); i++) {
      int first = documents.get(i).line();
      int last = i + 1 < documents.size() ? documents.get(i + 1).line() - 1 : all.size();
      lines.look(documents.get(i), first, last);
      if (documents.get(i) instanceof Value.Mapping mapping && isSecret(mapping)) {
        lines.hideCommentsAbove(first, all);
      }
    }
    return lines;
  }

  private void hideCommentsAbove(int line, List<String> all) {
    for (int above = line - 1; above >= 1 && !isSeparator(all.get(above - 1)); above--) {
      uncommented.put(above, true);
    }
  }

  /** A line as it may be shown; they are counted from 1. */
  public String shown(int line, String text) {
    if (hidden) {
      return MASK;
    }
    String mask = masked.get(line);
    if (mask != null) {
      return isSeparator(text) ? text : indentation(text) + mask;
    }
    int comment = text.indexOf('#');
    return uncommented.containsKey(line) && comment >= 0
        ? text.substring(0, comment) + "# " + MASK
        : text;
  }

  private static boolean isSeparator(String text) {
    return text.startsWith("---") && text.substring(3).isBlank();
  }

  private static String indentation(String text) {
    int length = 0;
    while (length < text.length() && (text.charAt(length) == ' ' || text.charAt(length) == '\t')) {
      length++;
    }
    return text.substring(0, length);
  }

  /** A key with all that stands between it and the next one. */
  private record Region(String key, Value value, int start, int end) {
    boolean holds(int line) {
      return line >= start && line <= end;
    }
  }

  /** Looks for Secrets at every depth. */
  private void look(Value value, int start, int end) {
    switch (value) {
      case Value.Mapping mapping -> {
        if (isSecret(mapping)) {
          mask(mapping, start, end);
        } else if (mapping.text("kind").equals("SecretList")) {
          hide(start, end);
        } else {
          mapping.mapping("metadata").ifPresent(m -> lastApplied(m, start, end));
          mapping.entries().values().forEach(e -> look(e.value(), start, end));
        }
      }
      case Value.Sequence sequence -> items(sequence.items(), start, end);
      case Value.Text _, Value.Num _, Value.Bool _, Value.Null _ -> {}
    }
  }

  private void items(List<Value> items, int start, int end) {
    for (int i = 0; i < items.size(); i++) {
      int first = items.get(i).line();
      int last = i + 1 < items.size() ? items.get(i + 1).line() - 1 : end;
      // items beside each other on one line: what is hidden of one is hidden of all
      boolean apart = first >= start && last >= first && last <= end;
      look(items.get(i), apart ? first : start, apart ? last : end);
    }
  }

  private static boolean isSecret(Value.Mapping mapping) {
    return mapping.text("kind").equals("Secret")
        && (mapping.get("data") != null
            || mapping.get("stringData") != null
            || mapping.get("apiVersion") != null);
  }

  private void mask(Value.Mapping secret, int start, int end) {
    Optional<List<Region>> regions = regions(secret, start, end);
    if (regions.isEmpty()) {
      hide(start, end);
      return;
    }
    for (Region region : regions.get()) {
      switch (region.key()) {
        case "apiVersion", "kind", "type", "immutable" -> hideComments(region);
        case "metadata" -> metadata(region);
        default -> maskValues(region, start, end);
      }
    }
  }

  private void metadata(Region region) {
    hideComments(region);
    if (region.value() instanceof Value.Mapping metadata && metadata.get("annotations") != null) {
      Optional<Region> annotations = region("annotations", metadata, region.start(), region.end());
      annotations.ifPresentOrElse(
          found -> maskValues(found, region.start(), region.end()),
          () -> hide(region.start(), region.end()));
    }
  }

  /** What kubectl remembers can be a Secret in whatever object it stands. */
  private void lastApplied(Value.Mapping metadata, int start, int end) {
    metadata
        .mapping("annotations")
        .ifPresent(
            annotations ->
                annotations.entries().keySet().stream()
                    .filter(key -> key.endsWith(LAST_APPLIED))
                    .forEach(
                        key ->
                            region(key, annotations, start, end)
                                .ifPresentOrElse(
                                    found -> maskValues(found, start, end),
                                    () -> hide(start, end))));
  }

  private static Optional<Region> region(String key, Value.Mapping mapping, int start, int end) {
    return regions(mapping, start, end)
        .flatMap(all -> all.stream().filter(r -> r.key().equals(key)).findFirst());
  }

  /** The parts of a mapping, unless two of them share a line, or one stands elsewhere. */
  private static Optional<List<Region>> regions(Value.Mapping mapping, int start, int end) {
    List<Map.Entry<String, Value.Entry>> sorted =
        mapping.entries().entrySet().stream()
            .sorted(Comparator.comparingInt(entry -> entry.getValue().line()))
            .toList();
    List<Region> regions = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      int first = sorted.get(i).getValue().line();
      int last = i + 1 < sorted.size() ? sorted.get(i + 1).getValue().line() - 1 : end;
      if (first < start || last < first || last > end) {
        return Optional.empty();
      }
      regions.add(
          new Region(sorted.get(i).getKey(), sorted.get(i).getValue().value(), first, last));
    }
    return Optional.of(regions);
  }

  private void maskValues(Region region, int start, int end) {
    if (standsElsewhere(region.value(), region)) {
      hide(start, end);
      return;
    }
    for (int line = region.start(); line <= region.end(); line++) {
      masked.put(line, MASK);
    }
    if (region.value() instanceof Value.Mapping mapping) {
      mapping.entries().forEach((key, entry) -> masked.put(entry.line(), key + ": " + MASK));
      masked.put(
          region.start(),
          region.key() + ":" + (isAlone(mapping, region.start()) ? "" : " " + MASK));
    } else {
      masked.put(region.start(), region.key() + ": " + MASK);
    }
  }

  private static boolean isAlone(Value.Mapping mapping, int line) {
    return mapping.entries().values().stream().noneMatch(entry -> entry.line() == line);
  }

  /** An alias: its text is at its anchor. */
  private static boolean standsElsewhere(Value value, Region region) {
    return !region.holds(value.line())
        || switch (value) {
          case Value.Mapping mapping ->
              mapping.entries().values().stream()
                  .anyMatch(
                      entry ->
                          !region.holds(entry.line()) || standsElsewhere(entry.value(), region));
          case Value.Sequence sequence ->
              sequence.items().stream().anyMatch(item -> standsElsewhere(item, region));
          case Value.Text _, Value.Num _, Value.Bool _, Value.Null _ -> false;
        };
  }

  private void hideComments(Region region) {
    for (int line = region.start(); line <= region.end(); line++) {
      uncommented.put(line, true);
    }
  }

  private void hide(int start, int end) {
    for (int line = start; line <= end; line++) {
      masked.put(line, MASK);
    }
  }
}
