package dev.backstay.git;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trailers of a commit message, as {@code git interpret-trailers} knows them, but stricter: the
 * last paragraph, which is not the subject, and only if every line of it is a trailer. So no
 * sentence of a message can be taken for one.
 */
public final class Trailers {
  private static final Pattern PARAGRAPHS = Pattern.compile("\\n[ \\t]*\\n");
  private static final Pattern TRAILER = Pattern.compile("([A-Za-z0-9-]+)[ \\t]*:(.*)");
  private static final Pattern CONTINUED = Pattern.compile("[ \\t].*");
  private static final Pattern PICKED = Pattern.compile("\\(cherry picked from commit .*\\)");

  private Trailers() {}

  /** The values of one trailer, in their order; its name is compared as git does, by any case. */
  public static List<String> of(Commit commit, String name) {
    List<String> paragraphs = PARAGRAPHS.splitAsStream(commit.message().strip()).toList();
    if (paragraphs.size() < 2) {
      return List.of();
    }
    List<String> values = new ArrayList<>();
    for (String line : paragraphs.getLast().strip().split("\n", -1)) {
      Matcher trailer = TRAILER.matcher(line);
      if (trailer.matches()) {
        if (trailer.group(1).equalsIgnoreCase(name)) {
          values.add(trailer.group(2).strip());
        }
      } else if (!CONTINUED.matcher(line).matches() && !PICKED.matcher(line).matches()) {
        return List.of();
      }
    }
    return values;
  }
}
