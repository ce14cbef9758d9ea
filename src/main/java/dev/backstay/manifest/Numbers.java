package dev.backstay.manifest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers as Go prints them. kubectl knows int64 and float64 only: whole numbers beyond 64 bits,
 * signed, become floats on their way to the API server.
 */
final class Numbers {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");

  private static final MathContext ONE_DIGIT = new MathContext(1);

  private Numbers() {}

  /** A number that YAML resolved. It passes through Go's JSON twice, so that -0.0 becomes 0. */
  static String json(double value) {
    return value == 0 ? "0" : go(value);
  }

  /** A number literal of a JSON text; empty if it is beyond a float64, which Go refuses. */
  static Optional<String> fromJson(String literal) {
    if (WHOLE.matcher(literal).matches()) {
      BigInteger whole = new BigInteger(literal);
      if (whole.bitLength() < Long.SIZE) {
        return Optional.of(whole.toString());
      }
    }
    double value = Double.parseDouble(literal);
    return Double.isInfinite(value) ? Optional.empty() : Optional.of(go(value));
  }

  /** How sigs.k8s.io/yaml turns a float into a key: as a 32-bit float in format %g. */
  static String key(double value) {
    float narrow = (float) value;
    if (Float.isNaN(narrow)) {
      return ".nan";
    }
    if (Float.isInfinite(narrow)) {
      return narrow > 0 ? ".inf" : "-.inf";
    }
    if (narrow == 0) {
      return 1 / narrow > 0 ? "0" : "-0";
    }
    BigDecimal shortest = new BigDecimal(Float.toString(narrow)).stripTrailingZeros();
    BigDecimal oneDigit = shortest.round(ONE_DIGIT);
    if (oneDigit.floatValue() == narrow) {
      shortest = oneDigit.stripTrailingZeros();
    }
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      return shortest.toPlainString();
    }
    return scientific(shortest, exponent, 2);
  }

  private static String go(double value) {
    if (value == 0) {
      return 1 / value > 0 ? "0" : "-0";
    }
    // Java and Go agree on the shortest digits that give the same double back, except that Java
    // prefers two close digits to one
    BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    BigDecimal oneDigit = shortest.round(ONE_DIGIT);
    if (oneDigit.doubleValue() == value) {
      shortest = oneDigit.stripTrailingZeros();
    }
    double size = Math.abs(value);
    if (size >= 1e-6 && size < 1e21) {
      return shortest.toPlainString();
    }
    return scientific(shortest, shortest.precision() - shortest.scale() - 1, 1);
  }

  /** {@code 1.5e+21}, {@code 1e-7}. */
  private static String scientific(BigDecimal number, int exponent, int exponentDigits) {
    String digits = number.unscaledValue().abs().toString();
    StringBuilder text = new StringBuilder();
    if (number.signum() < 0) {
      text.append('-');
    }
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    String size = Integer.toString(Math.abs(exponent));
    return text.append("0".repeat(Math.max(0, exponentDigits - size.length())))
        .append(size)
        .toString();
  }
}
