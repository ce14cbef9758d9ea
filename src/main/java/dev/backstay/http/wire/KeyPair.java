package dev.backstay.http.wire;

import dev.backstay.config.TlsConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;

/** A certificate and its key as they are in their files. */
record KeyPair(String certificate, String key) {
  private static final String ALIAS = "server";

  static KeyPair read(TlsConfig config) throws IOException {
    return new KeyPair(
        Files.readString(config.certFile(), StandardCharsets.US_ASCII),
        Files.readString(config.keyFile(), StandardCharsets.US_ASCII));
  }

  /**
   * What a server needs.
   *
   * @throws GeneralSecurityException if one of them is none, or they do not belong together, as
   *     when one has been replaced and the other not yet
   */
  KeyStore keyStore(char[] password) throws GeneralSecurityException, IOException {
    Collection<? extends Certificate> chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)));
    if (chain.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in it");
    }
    Certificate own = chain.iterator().next();
    PrivateKey privateKey = PemKey.read(key, own.getPublicKey());
    checkPair(own, privateKey);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, password);
    store.setKeyEntry(ALIAS, privateKey, password, chain.toArray(Certificate[]::new));
    return store;
  }

  private static void checkPair(Certificate own, PrivateKey privateKey)
      throws GeneralSecurityException {
    byte[] sample = "sample".getBytes(StandardCharsets.US_ASCII);
    String algorithm =
        switch (privateKey.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> privateKey.getAlgorithm();
        };
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(privateKey);
    signing.update(sample);
    Signature checking = Signature.getInstance(algorithm);
    checking.initVerify(own.getPublicKey());
    checking.update(sample);
    boolean belongs;
    try {
      belongs = checking.verify(signing.sign());
    } catch (GeneralSecurityException _) {
      belongs = false;
    }
    if (!belongs) {
      throw new GeneralSecurityException("the key is not the certificate's");
    }
  }

  /** Shows no key. */
  @Override
  public String toString() {
    return "KeyPair[" + Arrays.hashCode(certificate.toCharArray()) + "]";
  }
}
