package dev.backstay.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Objects that an environment may, or may not, hold: {@code Namespace}, or {@code
 * ClusterRole/acme-*} for those with matching names only.
 *
 * @param namePattern a name in which * stands for any letters; {@code *} alone is any name
 */
public record KindPattern(String kind, String namePattern) {
  private static final Pattern FORM =
      Pattern.compile("^([A-Z][A-Za-z0-9]*)(?:/([-.:*A-Za-z0-9]+))?$");
  private static final String ANY_NAME = "*";

  public KindPattern {
    if (!FORM.matcher(kind + "/" + namePattern).matches()) {
      throw BadValue.expected("Kind and name pattern", kind + "/" + namePattern);
    }
  }

  static KindPattern parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw BadValue.expected("a kind such as Namespace or ClusterRole/acme-*", text);
    }
    return new KindPattern(form.group(1), form.end(2) < 0 ? ANY_NAME : form.group(2));
  }

  boolean covers(String otherKind, String name) {
    return kind.equals(otherKind) && matches(name);
  }

  /** Piece by piece from the left, which finds a match if there is one and never looks back. */
  private boolean matches(String name) {
    String[] pieces = namePattern.split("\\*", -1);
    if (pieces.length == 1) {
      return name.equals(namePattern);
    }
    String first = pieces[0];
    String last = pieces[pieces.length - 1];
    if (!name.startsWith(first)) {
      return false;
    }
    int at = first.length();
    for (int i = 1; i < pieces.length - 1; i++) {
      int found = name.indexOf(pieces[i], at);
      if (found < 0) {
        return false;
      }
      at = found + pieces[i].length();
    }
    return name.length() - at >= last.length() && name.endsWith(last);
  }

  /** As it is written in the configuration. */
  @Override
  public String toString() {
    return namePattern.equals(ANY_NAME) ? kind : kind + "/" + namePattern;
  }
}
