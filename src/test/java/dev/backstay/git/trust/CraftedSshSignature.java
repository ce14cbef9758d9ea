package dev.backstay.git.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** Signatures that ssh-keygen refuses to make. */
final class CraftedSshSignature {
  private CraftedSshSignature() {}

  /**
   * Signs with an RSA key.
   *
   * @param hash of the payload, as the signature names it
   * @param java the hash for Java
   * @param algorithm of the signature, as ssh names it
   * @param javaAlgorithm and as Java does
   */
  static String sign(
      KeyPair key, byte[] payload, String hash, String java, String algorithm, String javaAlgorithm)
      throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance(java).digest(payload);
    ByteArrayBuffer signed = new ByteArrayBuffer();
    signed.putRawBytes("SSHSIG".getBytes(UTF_8));
    signed.putString("git");
    signed.putString("");
    signed.putString(hash);
    signed.putBytes(digest);
    Signature signature = Signature.getInstance(javaAlgorithm);
    signature.initSign(key.getPrivate());
    signature.update(signed.getCompactData());
    ByteArrayBuffer inner = new ByteArrayBuffer();
    inner.putString(algorithm);
    inner.putBytes(signature.sign());
    ByteArrayBuffer whole = new ByteArrayBuffer();
    whole.putRawBytes("SSHSIG".getBytes(UTF_8));
    whole.putUInt(1);
    whole.putPublicKey(key.getPublic());
    whole.putString("git");
    whole.putString("");
    whole.putString(hash);
    whole.putBytes(inner.getCompactData());
    return "-----BEGIN SSH SIGNATURE-----\n"
        + Base64.getMimeEncoder(70, "\n".getBytes(UTF_8)).encodeToString(whole.getCompactData())
        + "\n-----END SSH SIGNATURE-----\n";
  }
}
