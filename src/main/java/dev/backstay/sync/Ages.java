package dev.backstay.sync;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, as kubectl shows it. */
public final class Ages {
  private Ages() {}

  /** {@code 12s}, {@code 3m}, {@code 5h}, {@code 2d}. */
  public static String between(Instant from, Instant now) {
    Duration age = Duration.between(from, now);
    if (age.toMinutes() < 2) {
      return Math.max(0, age.toSeconds()) + "s";
    }
    if (age.toHours() < 2) {
      return age.toMinutes() + "m";
    }
    return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
  }
}
