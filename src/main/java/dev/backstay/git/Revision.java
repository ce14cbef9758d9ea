package dev.backstay.git;

import java.util.regex.Pattern;

/**
 * A commit id.
 *
 * @param id 40 lower case hexadecimal digits
 */
public record Revision(String id) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");
  private static final int SHORT = 7;

  public Revision {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not a commit id: " + id);
    }
  }

  /** As people and `git log --oneline` write it. */
  public String shortId() {
    return id.substring(0, SHORT);
  }

  @Override
  public String toString() {
    return shortId();
  }
}
