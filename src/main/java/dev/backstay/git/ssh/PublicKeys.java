package dev.backstay.git.ssh;

import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;

/** Public keys as ssh and its people write them. */
final class PublicKeys {
  /** What no one has broken, and every server of today can do. */
  static final int FEWEST_RSA_BITS = 2048;

  private PublicKeys() {}

  /** {@code ssh-ed25519 SHA256:…}, as ssh-keygen -l shows it. */
  static String shown(PublicKey key) {
    return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
  }

  /** {@code ssh-ed25519 AAAA…}, as a file holds it. */
  static String line(PublicKey key) {
    return PublicKeyEntry.toString(key);
  }

  /** Whether it is an RSA key that is too short to be believed. */
  static boolean isShort(PublicKey key) {
    return key instanceof RSAKey rsa && rsa.getModulus().bitLength() < FEWEST_RSA_BITS;
  }
}
