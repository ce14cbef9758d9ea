package dev.backstay.manifest;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a YAML scalar means to kubectl. It reads YAML 1.1 in its own dialect: {@code y} is a
 * boolean, {@code 0o644} and {@code 08} are numbers, {@code 1:30} and dates are strings. The rules
 * follow its YAML library line by line; each is a case in the test data.
 */
final class Scalars {
  static final String TAG_PREFIX = "tag:yaml.org,2002:";

  static final Scalar.Wrong HALF_CHARACTER =
      new Scalar.Wrong(
          "an escape such as \\ud83d is only half of a character", "write the character itself");

  private static final Map<String, Scalar> WORDS = words();

  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  /** After a leading dot, Go itself takes underscores, if digits stand on both sides. */
  private static final Pattern DOT_FLOAT =
      Pattern.compile("\\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?");

  /** Go's integer literals once underscores are gone: 0x1F, 0o17, 017, 0b11, 42. */
  private static final Pattern INT =
      Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");

  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
              + "([Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\\.[0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})?)?");

  /** Beyond it nobody means a number, and to find out would cost. */
  private static final int LONGEST_NUMBER = 1000;

  private Scalars() {}

  /**
   * What the text of a scalar means.
   *
   * @param tag as the parser resolved it, null if the text has none
   * @param plain whether the text stands there without quotes and tag
   */
  static Scalar resolve(@Nullable String tag, boolean plain, String text) {
    if (hasHalfCharacter(text)) {
      return HALF_CHARACTER;
    }
    if (tag == null) {
      return plain ? untagged(text) : new Scalar.Str(text);
    }
    String name = tag.startsWith(TAG_PREFIX) ? tag.substring(TAG_PREFIX.length()) : "";
    return switch (name) {
      case "binary" -> binary(text);
      case "null", "bool", "int", "float", "timestamp" -> tagged(name, text);
      default -> new Scalar.Str(text);
    };
  }

  /** A string that JSON can carry: escapes can spell half of a surrogate pair. */
  static boolean hasHalfCharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private static Scalar tagged(String tag, String text) {
    Scalar found = untagged(text);
    boolean fits =
        switch (found) {
          case Scalar.Null _ -> tag.equals("null");
          case Scalar.Bool _ -> tag.equals("bool");
          case Scalar.Int _ -> tag.equals("int") || tag.equals("float");
          case Scalar.Unsigned _ -> tag.equals("int");
          case Scalar.Decimal _ -> tag.equals("float");
          case Scalar.Str _ -> tag.equals("timestamp") && TIMESTAMP.matcher(text).matches();
          case Scalar.Wrong _ -> false;
        };
    return fits
        ? found
        : new Scalar.Wrong("the value is no !!" + tag, "remove the tag, or correct the value");
  }

  private static Scalar untagged(String text) {
    Scalar word = WORDS.get(text);
    if (word != null) {
      return word;
    }
    if (text.length() > LONGEST_NUMBER) {
      return FLOAT.matcher(text).matches()
          ? new Scalar.Wrong("a number of more than a thousand digits", "put it in quotes")
          : new Scalar.Str(text);
    }
    char first = text.charAt(0);
    if (first == '.') {
      return DOT_FLOAT.matcher(text).matches()
          ? floating(text.replace("_", ""), text)
          : new Scalar.Str(text);
    }
    if (first == '-' || first == '+' || (first >= '0' && first <= '9')) {
      return number(text);
    }
    return new Scalar.Str(text);
  }

  private static Scalar number(String text) {
    String plain = text.replace("_", "");
    Matcher matcher = INT.matcher(plain);
    if (matcher.matches()) {
      BigInteger value = integer(matcher);
      if (value.bitLength() < Long.SIZE) {
        return new Scalar.Int(value.longValue());
      }
      // like Go, which takes no sign for an unsigned number
      if (value.bitLength() == Long.SIZE && matcher.group(1).isEmpty()) {
        return new Scalar.Unsigned(value.doubleValue());
      }
    }
    return FLOAT.matcher(plain).matches() ? floating(plain, text) : new Scalar.Str(text);
  }

  private static BigInteger integer(Matcher matcher) {
    int[] bases = {16, 2, 8, 10};
    for (int i = 0; i < bases.length; i++) {
      String digits = matcher.group(i + 2);
      if (digits != null) {
        BigInteger size = new BigInteger(digits, bases[i]);
        return matcher.group(1).equals("-") ? size.negate() : size;
      }
    }
    throw new IllegalStateException("matched without digits");
  }

  /** Beyond a float64 it stays a string. */
  private static Scalar floating(String number, String text) {
    double value = Double.parseDouble(number);
    return Double.isInfinite(value) ? new Scalar.Str(text) : new Scalar.Decimal(value);
  }

  private static Scalar binary(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(base64(text));
      return new Scalar.Str(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (IllegalArgumentException e) {
      return new Scalar.Wrong("the value of !!binary is not base64", "");
    } catch (CharacterCodingException e) {
      return new Scalar.Wrong(
          "the value of !!binary is no text, kubectl would damage it",
          "leave the tag out: Kubernetes takes binary data as base64 text");
    }
  }

  /** As Go decodes it: line breaks are skipped, padding is required. */
  static byte[] base64(String text) {
    String joined = text.replace("\n", "").replace("\r", "");
    if (joined.length() % 4 != 0) {
      throw new IllegalArgumentException("not padded");
    }
    return Base64.getDecoder().decode(joined);
  }

  private static Map<String, Scalar> words() {
    Map<String, Scalar> words = new HashMap<>();
    for (String word : "y Y yes Yes YES true True TRUE on On ON".split(" ", -1)) {
      words.put(word, new Scalar.Bool(true));
    }
    for (String word : "n N no No NO false False FALSE off Off OFF".split(" ", -1)) {
      words.put(word, new Scalar.Bool(false));
    }
    for (String word : new String[] {"", "~", "null", "Null", "NULL"}) {
      words.put(word, new Scalar.Null());
    }
    for (String word : ".inf .Inf .INF +.inf +.Inf +.INF".split(" ", -1)) {
      words.put(word, new Scalar.Decimal(Double.POSITIVE_INFINITY));
    }
    for (String word : "-.inf -.Inf -.INF".split(" ", -1)) {
      words.put(word, new Scalar.Decimal(Double.NEGATIVE_INFINITY));
    }
    for (String word : ".nan .NaN .NAN".split(" ", -1)) {
      words.put(word, new Scalar.Decimal(Double.NaN));
    }
    return Map.copyOf(words);
  }
}
