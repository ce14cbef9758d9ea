package dev.backstay.testing.localcluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The few requests that tell whether a control plane is up. */
final class KubeApi implements AutoCloseable {
  private final String server;
  private final String token;
  private final HttpClient client;

  KubeApi(String server, String token, Path certificates)
      throws IOException, GeneralSecurityException {
    this.server = server;
    this.token = token;
    this.client = HttpClient.newBuilder().sslContext(trusting(certificates)).build();
  }

  /** The answer's text if it is a success; empty for any other answer, and for none at all. */
  Optional<String> get(String path) throws InterruptedException {
    return send(request(path).GET().build())
        .filter(response -> response.statusCode() == 200)
        .map(HttpResponse::body);
  }

  boolean answers(String path) throws InterruptedException {
    return send(request(path).GET().build()).isPresent();
  }

  boolean create(String path, String json) throws InterruptedException {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return send(request).filter(response -> response.statusCode() == 201).isPresent();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path))
        .timeout(Duration.ofSeconds(10))
        .header("Authorization", "Bearer " + token);
  }

  private Optional<HttpResponse<String>> send(HttpRequest request) throws InterruptedException {
    try {
      return Optional.of(client.send(request, BodyHandlers.ofString()));
    } catch (IOException _) {
      return Optional.empty(); // not listening yet; who waits for it knows for how long
    }
  }

  private static SSLContext trusting(Path certificates)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    byte[] pem = Files.readAllBytes(certificates);
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))) {
      trusted.setCertificateEntry("local-" + trusted.size(), certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() {
    client.close();
  }
}
