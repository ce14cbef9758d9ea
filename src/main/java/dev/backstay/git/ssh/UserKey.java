package dev.backstay.git.ssh;

import dev.backstay.git.ssh.SshFailure.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/** The private key that the agent shows to the git server. */
public final class UserKey {
  private static final Set<String> TYPES =
      Set.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "ssh-rsa");

  private final KeyPair pair;
  private final String where;

  private UserKey(KeyPair pair, String where) {
    this.pair = pair;
    this.where = where;
  }

  /**
   * Reads a key in OpenSSH's own form or a PEM form. No message quotes anything of it.
   *
   * @param where the file, as it is told to people
   */
  public static UserKey parse(String text, Optional<String> passphrase, String where)
      throws SshFailure {
    checkForm(text, where);
    AtomicBoolean encrypted = new AtomicBoolean();
    FilePasswordProvider answer = (_, _, _) -> answer(passphrase, encrypted);
    try {
      String plain = EncryptedPem.is(text) ? decrypted(text, passphrase, encrypted) : text;
      byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
      Iterable<KeyPair> found =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName("key"), new ByteArrayInputStream(bytes), answer);
      if (found != null) {
        return checked(found.iterator().next(), where);
      }
    } catch (SshFailure e) {
      throw e;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // the message of a parser could hold some of the key: only what is known here is told
      if (encrypted.get()) {
        throw unusable(
            where,
            passphrase.isPresent()
                ? "the passphrase beside it does not open it"
                : "it is encrypted: put its passphrase beside it, as passphrase");
      }
    }
    throw unusable(where, "it is damaged, or of a kind that is not known here");
  }

  @SuppressWarnings("NullAway") // sshd's own way to say that there is no password
  private static @Nullable String answer(Optional<String> passphrase, AtomicBoolean asked) {
    asked.set(true);
    return passphrase.orElse(null);
  }

  private static String decrypted(String text, Optional<String> passphrase, AtomicBoolean encrypted)
      throws GeneralSecurityException, IOException {
    encrypted.set(true);
    return EncryptedPem.decrypt(
        text, passphrase.orElseThrow(() -> new GeneralSecurityException("no passphrase")));
  }

  private static void checkForm(String text, String where) throws SshFailure {
    String start = text.strip();
    if (start.startsWith("ssh-") || start.startsWith("ecdsa-")) {
      throw unusable(where, "it is a public key: put the private half there");
    }
    if (start.startsWith("PuTTY-User-Key-File")) {
      throw unusable(
          where, "it is in PuTTY's form: puttygen FILE -O private-openssh gives the one to use");
    }
    if (!start.startsWith("-----BEGIN ")) {
      throw unusable(where, "it does not begin with -----BEGIN … PRIVATE KEY-----");
    }
    if (!start.endsWith("-----") || start.indexOf("-----END ") < 0) {
      throw unusable(where, "it is cut off: its last line -----END … PRIVATE KEY----- is missing");
    }
  }

  private static UserKey checked(KeyPair pair, String where) throws SshFailure {
    String type = KeyUtils.getKeyType(pair.getPublic());
    if (!TYPES.contains(type)) {
      throw unusable(
          where,
          "its type is " + type + ": ed25519, ecdsa and rsa are taken (ssh-keygen -t ed25519)");
    }
    if (PublicKeys.isShort(pair.getPublic())) {
      throw unusable(
          where,
          "it is an RSA key of fewer than %d bits (ssh-keygen -t ed25519 makes a better one)"
              .formatted(PublicKeys.FEWEST_RSA_BITS));
    }
    return new UserKey(pair, where);
  }

  private static SshFailure unusable(String where, String because) {
    return new SshFailure(Reason.UNUSABLE, where + " cannot be used: " + because);
  }

  KeyPair pair() {
    return pair;
  }

  String where() {
    return where;
  }

  /** Nothing that could end up in a log. */
  @Override
  public String toString() {
    return PublicKeys.shown(pair.getPublic());
  }
}
