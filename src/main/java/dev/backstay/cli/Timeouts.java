package dev.backstay.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as they are typed: {@code 30s}, {@code 1h30m}; {@code 0} for as long as it takes. */
final class Timeouts implements ITypeConverter<Duration> {
  private static final Pattern FORM =
      Pattern.compile("(?=\\d)(\\d{1,4}h)?(\\d{1,5}m)?(\\d{1,6}s)?");

  @Override
  public Duration convert(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (!FORM.matcher(text).matches()) {
      throw new TypeConversionException(
          "expected a duration such as 30s or 5m but was '" + text + "'");
    }
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }
}
