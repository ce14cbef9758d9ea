package dev.backstay.http.wire;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key in PEM: {@code PRIVATE KEY}, or {@code RSA PRIVATE KEY} and {@code EC PRIVATE KEY},
 * which the JDK does not read and which differ from the first in what is around the key.
 */
final class PemKey {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final int SHORTEST_LONG_LENGTH = 0x80;

  private PemKey() {}

  /**
   * Reads the key that belongs to a public one.
   *
   * @throws GeneralSecurityException if it is none; never shows anything of it
   */
  static PrivateKey read(String pem, PublicKey publicKey) throws GeneralSecurityException {
    Matcher key = PEM.matcher(pem);
    if (!key.find()) {
      throw new GeneralSecurityException("there is no private key without a passphrase in it");
    }
    try {
      byte[] content = Base64.getMimeDecoder().decode(key.group(2));
      boolean isWrapped = key.group(1).equals("PRIVATE KEY");
      byte[] pkcs8 = isWrapped ? content : wrapped(content, publicKey);
      return KeyFactory.getInstance(publicKey.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
      throw new GeneralSecurityException("the private key in it is cut off");
    }
  }

  /** As PKCS #8 (RFC 5958) has it; the algorithm is the one that the public key names. */
  private static byte[] wrapped(byte[] key, PublicKey publicKey) {
    return der(SEQUENCE, joined(VERSION_0, algorithm(publicKey.getEncoded()), der(OCTETS, key)));
  }

  /** The first element of a SubjectPublicKeyInfo (RFC 5280). */
  private static byte[] algorithm(byte[] publicKeyInfo) {
    int start = 2 + lengthBytes(publicKeyInfo[1]);
    // an algorithm with its parameters is shorter than 128 bytes
    return Arrays.copyOfRange(publicKeyInfo, start, start + 2 + publicKeyInfo[start + 1]);
  }

  private static int lengthBytes(byte first) {
    return first >= 0 ? 0 : first & 0x7f;
  }

  private static byte[] der(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < SHORTEST_LONG_LENGTH) {
      out.write(content.length);
    } else {
      // two bytes say the length of every key that there is
      out.write(SHORTEST_LONG_LENGTH | 2);
      out.write(content.length >>> Byte.SIZE);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
