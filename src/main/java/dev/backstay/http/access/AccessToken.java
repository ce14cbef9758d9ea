package dev.backstay.http.access;

import dev.backstay.manifest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A bearer token: 256 random bits, in a form of its own, so that nothing that a person thought up
 * can be one. Nobody can try out so many, and that is why a plain SHA-256 of it is kept and not the
 * slow, salted hash that a password needs.
 */
public final class AccessToken {
  private static final String PREFIX = "bks_";
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("^" + PREFIX + "[A-Za-z0-9_-]{43}$");

  private final String text;

  private AccessToken(String text) {
    this.text = text;
  }

  /** A new one. */
  public static AccessToken random() {
    return new AccessToken(PREFIX + RandomText.of(BYTES));
  }

  /** Reads what somebody sent; empty if it has not the form of a token. */
  public static Optional<AccessToken> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new AccessToken(text)) : Optional.empty();
  }

  /** The token itself, to be shown once. */
  public String secret() {
    return text;
  }

  /** What is kept of it. */
  byte[] hash() {
    return Sha256.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The line of the token file that lets its holder in. */
  public String line(String name, Role role) {
    return new TokenLine(name, role, hash()).toString();
  }

  @Override
  public String toString() {
    return PREFIX + "…";
  }
}
