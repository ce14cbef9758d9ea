package dev.backstay.http.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A delivery that is signed as the Standard Webhooks specification says, as GitLab does with a
 * signing token: an HMAC of id, time and body. Since the time is signed, an old one is worth
 * nothing.
 */
final class StandardWebhook {
  static final String SIGNATURE = "webhook-signature";
  private static final String KEY_PREFIX = "whsec_";
  private static final String VERSION = "v1,";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");
  private static final int MOST_SIGNATURES = 8;

  private final Delivery delivery;
  private final Instant now;
  private final String id;
  private final String time;
  private final Optional<String> signatures;

  StandardWebhook(Delivery delivery, Instant now) {
    this.delivery = delivery;
    this.now = now;
    this.id = delivery.header("webhook-id").orElse("");
    this.time = delivery.header("webhook-timestamp").orElse("");
    this.signatures = delivery.header(SIGNATURE);
  }

  /** Whether a secret is a key for such signatures, and no other kind of secret. */
  static boolean isKey(String secret) {
    return secret.startsWith(KEY_PREFIX);
  }

  /** Whether such a key holds enough bytes to sign with. */
  static boolean isSound(String secret) {
    return base64(secret.substring(KEY_PREFIX.length()))
        .filter(key -> key.length >= Secrets.SHORTEST)
        .isPresent();
  }

  boolean isThere() {
    return signatures.isPresent();
  }

  /** Its name, the same each time that it is sent. */
  String id() {
    return id;
  }

  boolean isBy(String secret) {
    Optional<byte[]> key = base64(secret.substring(KEY_PREFIX.length()));
    if (key.isEmpty() || id.isEmpty() || !isOfNow()) {
      return false;
    }
    byte[] wanted = Hmac.sha256(key.get(), Hmac.utf8(id + "." + time + "."), delivery.body());
    boolean isSigned = false;
    for (String given : signatures.orElse("").split(" ", MOST_SIGNATURES + 1)) {
      if (given.startsWith(VERSION)) {
        byte[] signature = base64(given.substring(VERSION.length())).orElse(new byte[0]);
        isSigned |= Hmac.isSame(wanted, signature);
      }
    }
    return isSigned;
  }

  private boolean isOfNow() {
    if (!SECONDS.matcher(time).matches()) {
      return false;
    }
    Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now).abs();
    return age.compareTo(TOLERANCE) <= 0;
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
