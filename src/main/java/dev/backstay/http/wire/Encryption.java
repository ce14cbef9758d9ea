package dev.backstay.http.wire;

import dev.backstay.config.TlsConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS with a certificate from files. They are compared by content, since a mounted Secret changes
 * by swapping a symbolic link. A pair that cannot be used, as one that is half replaced, is told
 * once, and the one before stays.
 */
public final class Encryption {
  private static final Logger LOG = LoggerFactory.getLogger(Encryption.class);

  /** Guards nothing: the store is never written down, but must have one. */
  private static final String PASSWORD = "in-memory";

  private final TlsConfig config;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private Optional<KeyPair> seen;

  /**
   * Reads the files.
   *
   * @throws IllegalStateException if they cannot be used; says why
   */
  public Encryption(TlsConfig config) {
    this.config = config;
    try {
      KeyPair pair = KeyPair.read(config);
      factory.setKeyStore(store(pair));
      seen = Optional.of(pair);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("http.tls cannot be used: " + describe(e), e);
    }
    factory.setKeyStorePassword(PASSWORD);
    factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    factory.setExcludeCipherSuites();
    factory.setIncludeCipherSuites(
        "TLS_AES_.*_GCM_.*", "TLS_CHACHA20_.*", "TLS_ECDHE_.*_GCM_.*", "TLS_ECDHE_.*_CHACHA20_.*");
    factory.setRenegotiationAllowed(false);
  }

  SslContextFactory.Server factory() {
    return factory;
  }

  /** Takes over a pair that has changed; connections that are open go on with the old one. */
  public void look() {
    Optional<KeyPair> now;
    try {
      now = Optional.of(KeyPair.read(config));
    } catch (IOException e) {
      if (seen.isPresent()) {
        LOG.error("the certificate that was read before stays: {}", describe(e));
      }
      seen = Optional.empty();
      return;
    }
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      KeyStore store = store(now.get());
      factory.reload(changed -> changed.setKeyStore(store));
      LOG.info("the certificate in {} has been taken over", config.certFile());
    } catch (Exception e) {
      LOG.error("the certificate that was read before stays: {}", describe(e));
    }
  }

  private static KeyStore store(KeyPair pair) throws GeneralSecurityException, IOException {
    return pair.keyStore(PASSWORD.toCharArray());
  }

  private String describe(Exception problem) {
    return config.certFile() + ", " + config.keyFile() + ": " + problem.getMessage();
  }
}
