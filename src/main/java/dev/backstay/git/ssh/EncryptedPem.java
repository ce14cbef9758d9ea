package dev.backstay.git.ssh;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** {@code BEGIN ENCRYPTED PRIVATE KEY}, as openssl writes it; sshd needs more libraries for it. */
final class EncryptedPem {
  private static final String LABEL = "ENCRYPTED PRIVATE KEY-----";
  private static final int LINE = 64;

  private EncryptedPem() {}

  static boolean is(String text) {
    return text.strip().startsWith("-----BEGIN " + LABEL);
  }

  /** The same key as {@code BEGIN PRIVATE KEY}. */
  static String decrypt(String text, String passphrase)
      throws GeneralSecurityException, IOException {
    String body = text.strip().replaceAll("-----(BEGIN|END) " + LABEL, "");
    EncryptedPrivateKeyInfo info =
        new EncryptedPrivateKeyInfo(Base64.getMimeDecoder().decode(body));
    // the name of the scheme as a whole is in its parameters only
    String scheme =
        info.getAlgName().startsWith("PBES2")
            ? info.getAlgParameters().toString()
            : info.getAlgName();
    SecretKey key =
        SecretKeyFactory.getInstance(scheme)
            .generateSecret(new PBEKeySpec(passphrase.toCharArray()));
    Cipher cipher = Cipher.getInstance(scheme);
    cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
    byte[] plain = info.getKeySpec(cipher).getEncoded();
    Base64.Encoder lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
    return "-----BEGIN PRIVATE KEY-----\n"
        + lines.encodeToString(plain)
        + "\n-----END PRIVATE KEY-----\n";
  }
}
