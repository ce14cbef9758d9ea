package dev.backstay.http.webhook;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** How each provider proves that a delivery is its own. */
final class Authenticity {
  private static final String HUB_SIGNATURE = "X-Hub-Signature-256";
  private static final String OWN_SIGNATURE = "X-Backstay-Signature";
  private static final String GITLAB_TOKEN = "X-Gitlab-Token";

  /** The same for each try of one delivery. */
  private static final String GITLAB_DELIVERY = "Idempotency-Key";

  private static final String PREFIX = "sha256=";
  private static final String BEARER = "Bearer ";
  private static final int HEX_LENGTH = 64;

  private final List<String> secrets;
  private final Delivery delivery;

  private Authenticity(Secrets secrets, Delivery delivery) {
    this.secrets = secrets.all();
    this.delivery = delivery;
  }

  static Proof of(Delivery delivery, Secrets secrets, Instant now) {
    Authenticity question = new Authenticity(secrets, delivery);
    return switch (delivery.provider()) {
      case GITHUB -> question.github();
      case GITLAB -> question.gitlab(now);
      case GITEA -> question.gitea();
      case GENERIC -> question.generic();
    };
  }

  private Proof github() {
    return delivery
        .header(HUB_SIGNATURE)
        .map(given -> signed(given, PREFIX, delivery.body()))
        .orElseGet(() -> new Proof.Missing(HUB_SIGNATURE));
  }

  /** Forgejo signs under its own name too. What a form wraps is signed, not the form. */
  private Proof gitea() {
    byte[] content = delivery.payload().orElseGet(delivery::body);
    for (String header : List.of("X-Forgejo-Signature", "X-Gitea-Signature")) {
      Optional<String> given = delivery.header(header);
      if (given.isPresent()) {
        return signed(given.get(), "", content);
      }
    }
    return delivery
        .header(HUB_SIGNATURE)
        .map(given -> signed(given, PREFIX, content))
        .orElseGet(() -> new Proof.Missing("X-Gitea-Signature"));
  }

  private Proof gitlab(Instant now) {
    StandardWebhook signed = new StandardWebhook(delivery, now);
    Optional<String> token = delivery.header(GITLAB_TOKEN);
    if (!signed.isThere() && token.isEmpty()) {
      return new Proof.Missing(StandardWebhook.SIGNATURE + " or " + GITLAB_TOKEN);
    }
    boolean isSigned = false;
    boolean hasToken = false;
    for (String secret : secrets) {
      if (StandardWebhook.isKey(secret)) {
        isSigned |= signed.isBy(secret);
      } else {
        hasToken |= token.filter(given -> Hmac.isSecret(secret, given)).isPresent();
      }
    }
    if (isSigned) {
      return genuine(Hmac.utf8(signed.id()));
    }
    byte[] name = Hmac.utf8(delivery.header(GITLAB_DELIVERY).orElse(""));
    return hasToken ? genuine(name, delivery.body()) : new Proof.Wrong();
  }

  private Proof generic() {
    Optional<String> signature = delivery.header(OWN_SIGNATURE);
    if (signature.isPresent()) {
      return signed(signature.get(), PREFIX, delivery.body());
    }
    Optional<String> token =
        delivery
            .header("Authorization")
            .filter(given -> given.startsWith(BEARER))
            .map(given -> given.substring(BEARER.length()).strip());
    if (token.isEmpty()) {
      return new Proof.Missing(OWN_SIGNATURE + " or Authorization: Bearer");
    }
    boolean isKnown = false;
    for (String secret : secrets) {
      isKnown |= Hmac.isSecret(secret, token.get());
    }
    // who has seen the token needs no replay
    return isKnown ? new Proof.Genuine("") : new Proof.Wrong();
  }

  /** By any of the secrets; all are tried, however the first one turns out. */
  private Proof signed(String given, String prefix, byte[] content) {
    byte[] signature = signature(given, prefix).orElse(new byte[0]);
    boolean isSigned = false;
    for (String secret : secrets) {
      isSigned |= Hmac.isSame(Hmac.sha256(Hmac.utf8(secret), content), signature);
    }
    return isSigned ? genuine(content) : new Proof.Wrong();
  }

  private static Optional<byte[]> signature(String given, String prefix) {
    if (!given.startsWith(prefix) || given.length() != prefix.length() + HEX_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(HexFormat.of().parseHex(given, prefix.length(), given.length()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Proof genuine(byte[]... proven) {
    String digest = HexFormat.of().formatHex(Hmac.digest(proven));
    return new Proof.Genuine(delivery.provider().word() + " " + digest);
  }
}
