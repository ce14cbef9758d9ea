package dev.backstay.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** The server behind a {@link FaultProxy}. */
record Upstream(String host, int port, Optional<SSLSocketFactory> tls) {

  static Upstream of(Kubeconfig kubeconfig) {
    URI server = kubeconfig.server();
    return new Upstream(
        server.getHost(),
        server.getPort(),
        kubeconfig.authorityStream().map(pem -> trusting(pem).getSocketFactory()));
  }

  static Upstream plain(URI server) {
    return new Upstream(server.getHost(), server.getPort(), Optional.empty());
  }

  Socket connect() throws IOException {
    Socket plain = new Socket(host, port);
    plain.setTcpNoDelay(true);
    if (tls.isEmpty()) {
      return plain;
    }
    SSLSocket secured = (SSLSocket) tls.get().createSocket(plain, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    return secured;
  }

  private static SSLContext trusting(InputStream pem) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, new char[0]);
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("the certificates cannot be trusted", e);
    }
  }
}
