package dev.backstay.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the line of a field that the API server complains about. It names fields as {@code
 * .spec.template.spec.containers[name="web"].image}, {@code spec.containers[0].image} or {@code
 * metadata.labels[app.kubernetes.io/name]}; dots of keys are not escaped.
 */
public final class FieldLocator {
  private static final Pattern SELECTOR = Pattern.compile("([A-Za-z0-9]*)=(\"[^\"]*\"|[^,]*)");

  /** The content has passed the reader's own limits. */
  private static final Limits WIDE =
      new Limits(
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Long.MAX_VALUE,
          Integer.MAX_VALUE,
          Limits.defaults().depth());

  private FieldLocator() {}

  /**
   * A line of the file.
   *
   * @param excerpt its text; empty for a Secret
   * @param complete whether the whole path is there; if not, it is the line of the part that is
   */
  public record Place(Source source, String excerpt, boolean complete) {}

  /**
   * Where the field stands.
   *
   * @param content of the file that the manifest was read from
   * @return empty if the manifest is not in the content, or not even the path's first part
   */
  public static Optional<Place> locate(byte[] content, Manifest manifest, String fieldPath) {
    return find(content, manifest)
        .flatMap(object -> new Walk(object).follow(fieldPath))
        .map(hit -> place(content, manifest, hit));
  }

  /** The text of a line; empty for a Secret, whose values must not be shown. */
  public static String excerpt(byte[] content, Manifest manifest, int line) {
    if (manifest.key().kind().equals("Secret")) {
      return "";
    }
    return new String(content, StandardCharsets.UTF_8)
        .lines()
        .skip(line - 1L)
        .findFirst()
        .orElse("");
  }

  private record Hit(int line, boolean complete) {}

  private static Place place(byte[] content, Manifest manifest, Hit hit) {
    return new Place(
        new Source(manifest.source().file(), hit.line()),
        excerpt(content, manifest, hit.line()),
        hit.complete());
  }

  /** Reads the file again: nobody keeps trees of what was read for an error that rarely comes. */
  private static Optional<Value.Mapping> find(byte[] content, Manifest manifest) {
    AtomicReference<Optional<Value.Mapping>> found = new AtomicReference<>(Optional.empty());
    String path = manifest.source().file();
    Findings ignored = new Findings(path);
    Documents.read(
        path,
        content,
        WIDE,
        ignored,
        document ->
            ListItems.each(
                document,
                ignored,
                object -> {
                  found.set(asSent(object, manifest));
                  return found.get().isEmpty();
                }));
    return found.get();
  }

  /** Empty if it is another one: several objects can stand on one line. */
  private static Optional<Value.Mapping> asSent(Value object, Manifest manifest) {
    if (object instanceof Value.Mapping mapping
        && mapping.line() == manifest.source().line()
        && mapping.text("kind").equals(manifest.key().kind())
        && mapping
            .mapping("metadata")
            .filter(metadata -> metadata.text("name").equals(manifest.key().name()))
            .isPresent()) {
      // the API server only ever saw data; its lines are those of stringData
      boolean secret = manifest.key().kind().equals("Secret");
      return Optional.of(secret ? SecretData.fold(mapping, _ -> {}) : mapping);
    }
    return Optional.empty();
  }

  /** One walk along a path; remembers the line of the last part that was there. */
  private static final class Walk {
    private Value here;
    private int line = 0;

    Walk(Value object) {
      here = object;
    }

    Optional<Hit> follow(String fieldPath) {
      String rest = fieldPath;
      while (!rest.isEmpty()) {
        int used = rest.startsWith("[") ? bracket(rest) : field(rest);
        if (used == 0) {
          break;
        }
        rest = rest.substring(used);
      }
      return line == 0 ? Optional.empty() : Optional.of(new Hit(line, rest.isEmpty()));
    }

    /** Steps into the longest key that the path goes on with; 0 if there is none. */
    private int field(String rest) {
      int dot = rest.startsWith(".") ? 1 : 0;
      if (!(here instanceof Value.Mapping mapping)) {
        return 0;
      }
      Optional<Map.Entry<String, Value.Entry>> longest =
          mapping.entries().entrySet().stream()
              .filter(entry -> !entry.getKey().isEmpty())
              .filter(entry -> rest.startsWith(entry.getKey(), dot))
              .filter(entry -> ends(rest, dot + entry.getKey().length()))
              .max(Map.Entry.comparingByKey(Comparator.comparingInt(String::length)));
      longest.ifPresent(entry -> step(entry.getValue().line(), entry.getValue().value()));
      return longest.map(entry -> dot + entry.getKey().length()).orElse(0);
    }

    private static boolean ends(String rest, int at) {
      return at == rest.length() || rest.charAt(at) == '.' || rest.charAt(at) == '[';
    }

    private void step(int newLine, Value value) {
      line = newLine;
      here = value;
    }

    private int bracket(String rest) {
      int close = closing(rest);
      if (close < 0) {
        return 0;
      }
      String inside = rest.substring(1, close);
      boolean stepped =
          switch (here) {
            case Value.Sequence(int _, List<Value> items) -> item(items, inside);
            case Value.Mapping mapping -> key(mapping, unquoted(inside));
            default -> false;
          };
      return stepped ? close + 1 : 0;
    }

    /** The bracket's end, brackets in quotes left out. */
    private static int closing(String rest) {
      boolean quoted = false;
      for (int i = 1; i < rest.length(); i++) {
        char c = rest.charAt(i);
        if (c == '"') {
          quoted = !quoted;
        } else if (c == ']' && !quoted) {
          return i;
        }
      }
      return -1;
    }

    private boolean key(Value.Mapping mapping, String key) {
      Value.Entry entry = mapping.entries().get(key);
      if (entry == null) {
        return false;
      }
      step(entry.line(), entry.value());
      return true;
    }

    private boolean item(List<Value> items, String inside) {
      if (inside.matches("[0-9]{1,9}")) {
        int index = Integer.parseInt(inside);
        if (index >= items.size()) {
          return false;
        }
        step(items.get(index).line(), items.get(index));
        return true;
      }
      for (Value item : items) {
        if (matches(item, inside)) {
          step(item.line(), item);
          return true;
        }
      }
      return false;
    }

    /** {@code name="web"}, {@code containerPort=80,protocol="TCP"}, and {@code ="a"} in a set. */
    private static boolean matches(Value item, String selector) {
      Matcher parts = SELECTOR.matcher(selector);
      boolean any = false;
      while (parts.find()) {
        String key = parts.group(1);
        Value value = item;
        if (!key.isEmpty()) {
          value = item instanceof Value.Mapping mapping ? mapping.get(key) : null;
          if (value == null) {
            continue; // a default that the server filled in, such as protocol="TCP"
          }
        }
        if (!plain(value).equals(unquoted(parts.group(2)))) {
          return false;
        }
        any = true;
      }
      return any;
    }

    private static String plain(Value value) {
      return switch (value) {
        case Value.Text(int _, String text) -> text;
        case Value.Num(int _, String json) -> json;
        case Value.Bool(int _, boolean bool) -> Boolean.toString(bool);
        default -> "";
      };
    }

    private static String unquoted(String text) {
      return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
          ? text.substring(1, text.length() - 1)
          : text;
    }
  }
}
