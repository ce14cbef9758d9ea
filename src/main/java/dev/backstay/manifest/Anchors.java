package dev.backstay.manifest;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.ScalarEvent;

/** The anchors of one YAML document. */
final class Anchors {
  /** SnakeYAML takes much of what follows an ampersand for its name, kubectl only these. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

  private final Map<String, Anchor> byName = new HashMap<>();
  private int count;

  /**
   * What an alias stands for.
   *
   * @param number counts the anchors, since a name can be given again
   * @param value null while it is read: who asks for it then refers to itself
   * @param scalar set if it is one: as a key, its type matters
   * @param height levels of nesting in it
   * @param size of all its text, with aliases expanded
   */
  record Anchor(
      int number, @Nullable Value value, @Nullable ScalarEvent scalar, int height, long size) {

    private static Anchor open(int number) {
      return new Anchor(number, null, null, 0, 0);
    }
  }

  /** Registers an anchor at its beginning; gives its number. */
  int begin(String name, int line) throws UnreadableDocument {
    check(name, line);
    count++;
    byName.put(name, Anchor.open(count));
    return count;
  }

  /** Completes it, unless the name was given again inside: the later one is the one that counts. */
  void end(String name, Anchor anchor) {
    byName.replace(name, Anchor.open(anchor.number()), anchor);
  }

  Anchor get(String name, int line) throws UnreadableDocument {
    check(name, line);
    Anchor anchor = byName.get(name);
    if (anchor == null) {
      // its name is not told: an unquoted password can look like an alias
      throw new UnreadableDocument(
          ProblemCode.SYNTAX,
          line,
          "an alias (*name) without its anchor (&name) before it in this document",
          "quote the text if it is not meant as an alias");
    }
    return anchor;
  }

  private static void check(String name, int line) throws UnreadableDocument {
    if (!NAME.matcher(name).matches()) {
      throw new UnreadableDocument(
          ProblemCode.SYNTAX,
          line,
          "not a name after * or &",
          "put a value that begins with * or & in quotes");
    }
  }
}
