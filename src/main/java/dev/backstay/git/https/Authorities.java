package dev.backstay.git.https;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Who may vouch for the git server: the certificates of a file, and nobody else. What was made of
 * them is kept while they stay the same, or no connection could be used again.
 */
public final class Authorities {
  private record Made(String pem, SSLSocketFactory sockets) {}

  private volatile Optional<Made> made = Optional.empty();

  /**
   * Sockets that trust these certificates only.
   *
   * @throws GeneralSecurityException if there is none in the text; its message quotes nothing of it
   */
  public SSLSocketFactory sockets(String pem) throws GeneralSecurityException {
    Optional<Made> last = made.filter(m -> m.pem().equals(pem));
    if (last.isPresent()) {
      return last.get().sockets();
    }
    SSLSocketFactory sockets = make(pem);
    made = Optional.of(new Made(pem, sockets));
    return sockets;
  }

  private static SSLSocketFactory make(String pem) throws GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try {
      trusted.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException("an empty store cannot be made", e);
    }
    int number = 0;
    for (Certificate certificate : certificates(pem)) {
      trusted.setCertificateEntry("ca-" + number++, certificate);
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private static Collection<? extends Certificate> certificates(String pem)
      throws GeneralSecurityException {
    if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
      throw new GeneralSecurityException("no certificate");
    }
    byte[] bytes = pem.getBytes(StandardCharsets.UTF_8);
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(bytes));
  }
}
