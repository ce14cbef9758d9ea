package dev.backstay.http.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells what somebody asked for from what another site made their browser ask for. Only the agent's
 * own page can show the word that belongs to a visitor.
 */
public final class Forgery {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final SecretKeySpec key;

  public Forgery() {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, ALGORITHM);
  }

  /** The word that the agent's page sends along for a visitor. */
  public String word(Visitor visitor) {
    String subject =
        switch (visitor.means()) {
          case Visitor.Means.Token _ -> "token " + visitor.name();
          case Visitor.Means.SignedIn(String session) -> "session " + session;
          case Visitor.Means.Proxy _ -> "proxy " + visitor.name();
        };
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(subject.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Whether a request brings the word of its visitor. */
  public boolean isWord(Visitor visitor, String given) {
    return MessageDigest.isEqual(
        word(visitor).getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Whether a browser says that a page of this very host made it send a request. Old ones, and all
   * where nothing is encrypted, name only the origin. Its scheme is not compared: in front of a
   * proxy it may be another one.
   */
  public static boolean isFromSameOrigin(
      Optional<String> fetchSite, Optional<String> origin, String host) {
    return fetchSite
        .map(site -> site.equals("same-origin"))
        .orElseGet(() -> origin.filter(from -> isAt(from, host)).isPresent());
  }

  private static boolean isAt(String origin, String host) {
    String wanted = host.toLowerCase(Locale.ROOT);
    return !wanted.isEmpty()
        && (origin.equals("https://" + wanted) || origin.equals("http://" + wanted));
  }
}
