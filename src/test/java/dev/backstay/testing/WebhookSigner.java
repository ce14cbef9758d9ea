package dev.backstay.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs webhooks as their senders do. */
public final class WebhookSigner {
  private WebhookSigner() {}

  /** As GitHub and Gitea: the HMAC-SHA256 of the body in hexadecimal digits. */
  public static String hex(String secret, byte[] body) {
    byte[] key = secret.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(hmac("HmacSHA256", key, body));
  }

  public static String hex(String secret, String body) {
    return hex(secret, body.getBytes(StandardCharsets.UTF_8));
  }

  /** As in times that are over. */
  public static String sha1(String secret, String body) {
    byte[] key = secret.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(hmac("HmacSHA1", key, bytes));
  }

  /** As the Standard Webhooks specification says: of id, time and body, in base64. */
  public static String standard(String signingToken, String id, String time, String body) {
    byte[] key = Base64.getDecoder().decode(signingToken.substring("whsec_".length()));
    byte[] content = (id + "." + time + "." + body).getBytes(StandardCharsets.UTF_8);
    return "v1," + Base64.getEncoder().encodeToString(hmac("HmacSHA256", key, content));
  }

  private static byte[] hmac(String algorithm, byte[] key, byte[] content) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
