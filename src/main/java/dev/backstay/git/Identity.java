package dev.backstay.git;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a commit is by. It is always given: what writes commits looks into nobody's git
 * configuration. Only a command that a person runs may ask that person's git.
 */
public record Identity(String name, String email) {
  private static final Pattern WRITTEN = Pattern.compile("\\s*([^<>]+?)\\s*<([^<>\\s]+)>\\s*");
  private static final int LONGEST = 200;

  public Identity {
    if (!isUsable(name) || !isUsable(email)) {
      throw new IllegalArgumentException(
          "an author is written NAME <EMAIL>, on one line and not longer than " + LONGEST);
    }
  }

  private static boolean isUsable(String part) {
    return !part.isBlank()
        && part.length() <= LONGEST
        && part.chars().noneMatch(c -> c == '<' || c == '>' || Character.isISOControl(c));
  }

  /** Reads {@code Ada Lovelace <ada@example.com>}; none if it is not written so. */
  public static Optional<Identity> parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    return written.matches() && isUsable(written.group(1)) && isUsable(written.group(2))
        ? Optional.of(new Identity(written.group(1), written.group(2)))
        : Optional.empty();
  }

  /** Who the person's own git takes its user for, in a folder; none if it does not know. */
  public static Optional<Identity> ofGitUser(Path folder) {
    try {
      return new UserGit(folder).identity();
    } catch (GitException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return name + " <" + email + ">";
  }
}
