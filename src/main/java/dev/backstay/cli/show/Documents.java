package dev.backstay.cli.show;

import java.util.Locale;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The API's answers as documents for programs, which may be looked at on a terminal all the same:
 * characters that it would obey are written as escapes, so they mean what they meant.
 */
public final class Documents {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Documents() {}

  public static String json(JsonNode node) {
    return escaped(node.toPrettyString(), Documents::utf16);
  }

  /** In one line. */
  public static String jsonLine(JsonNode node) {
    return escaped(node.toString(), Documents::utf16);
  }

  public static String yaml(JsonNode node) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setWidth(Integer.MAX_VALUE);
    options.setSplitLines(false);
    String text =
        new Yaml(new Strings(options), options).dump(JSON.treeToValue(node, Object.class));
    return escaped(text.stripTrailing(), point -> String.format(Locale.ROOT, "\\U%08x", point));
  }

  private static String utf16(int point) {
    StringBuilder escapes = new StringBuilder();
    for (char unit : Character.toChars(point)) {
      escapes.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
    }
    return escapes.toString();
  }

  /** Such characters stand in quoted strings only. */
  private static String escaped(String text, IntFunction<String> escape) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (point != '\n' && Text.isUnsafe(point)) {
                escaped.append(escape.apply(point));
              } else {
                escaped.appendCodePoint(point);
              }
            });
    return escaped.toString();
  }

  /** Quotes every string that some parser, of whatever version of YAML, might take for more. */
  private static final class Strings extends Representer {
    private static final Pattern PLAIN =
        Pattern.compile("[A-Za-z/]([A-Za-z0-9/._ -]*[A-Za-z0-9/._-])?");
    private static final Pattern WORD =
        Pattern.compile("y|n|yes|no|on|off|true|false|null", Pattern.CASE_INSENSITIVE);

    Strings(DumperOptions options) {
      super(options);
      representers.put(
          String.class,
          data -> {
            String text = (String) data;
            boolean isPlain = PLAIN.matcher(text).matches() && !WORD.matcher(text).matches();
            return representScalar(
                Tag.STR, text, isPlain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
          });
    }
  }
}
