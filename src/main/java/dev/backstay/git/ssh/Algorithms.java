package dev.backstay.git.ssh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.common.BaseBuilder;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;

/** What may be agreed on with a server: nothing that rests on SHA-1, MD5, DSA or CBC. */
final class Algorithms {
  private static final List<NamedFactory<Signature>> SIGNATURES =
      List.of(
          BuiltinSignatures.ed25519,
          BuiltinSignatures.nistp256,
          BuiltinSignatures.nistp384,
          BuiltinSignatures.nistp521,
          BuiltinSignatures.rsaSHA512,
          BuiltinSignatures.rsaSHA256);

  private static final List<NamedFactory<Signature>> CERTIFICATES =
      List.of(
          BuiltinSignatures.ed25519_cert,
          BuiltinSignatures.nistp256_cert,
          BuiltinSignatures.nistp384_cert,
          BuiltinSignatures.nistp521_cert,
          BuiltinSignatures.rsaSHA512_cert,
          BuiltinSignatures.rsaSHA256_cert);

  private static final List<String> UNSOUND =
      List.of("sha1", "md5", "cbc", "3des", "arcfour", "none");

  private Algorithms() {}

  /** With which the agent's own key signs. */
  static List<NamedFactory<Signature>> ofUser() {
    return SIGNATURES;
  }

  /**
   * With which the host proves its key: certificates if some authority counts, known keys first.
   */
  static List<NamedFactory<Signature>> ofHost(KnownHosts hosts, SshHost host) {
    List<String> known = hosts.keyTypes(host);
    List<NamedFactory<Signature>> wanted = new ArrayList<>();
    if (hosts.hasAuthority(host)) {
      wanted.addAll(CERTIFICATES);
    }
    SIGNATURES.stream()
        .sorted(
            Comparator.comparing(s -> !known.contains(KeyUtils.getCanonicalKeyType(s.getName()))))
        .forEach(wanted::add);
    return wanted;
  }

  static List<KeyExchangeFactory> keyExchanges() {
    return ClientBuilder.setUpDefaultKeyExchanges(false).stream()
        .filter(Algorithms::isSound)
        .toList();
  }

  static List<NamedFactory<Cipher>> ciphers() {
    return BaseBuilder.setUpDefaultCiphers(false).stream().filter(Algorithms::isSound).toList();
  }

  static List<NamedFactory<Mac>> macs() {
    return BaseBuilder.setUpDefaultMacs(false).stream().filter(Algorithms::isSound).toList();
  }

  private static boolean isSound(NamedResource one) {
    String name = one.getName().toLowerCase(Locale.ROOT);
    return UNSOUND.stream().noneMatch(name::contains);
  }
}
