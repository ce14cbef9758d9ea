package dev.backstay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.backstay.config.AccessConfig;
import dev.backstay.config.HttpConfig;
import dev.backstay.config.TlsConfig;
import dev.backstay.testing.CapturedLog;
import dev.backstay.testing.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with certificates that are replaced as a mounted Secret is. */
final class TlsTest {
  @TempDir private Path folder = Path.of("");

  /** Looks at the certificate by itself. */
  private static final class Anything implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private record Seen(String subject, String answer, String protocol) {}

  private static Seen get(int port, String... suites) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anything()}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      if (suites.length > 0) {
        socket.setEnabledCipherSuites(suites);
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      }
      socket.startHandshake();
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return new Seen(
          certificate.getSubjectX500Principal().getName(),
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1),
          socket.getSession().getProtocol());
    }
  }

  private Path write(String name, String certificate, String key) throws IOException {
    Path version = Files.createDirectories(folder.resolve(name));
    Files.writeString(version.resolve("tls.crt"), certificate);
    Files.writeString(version.resolve("tls.key"), key);
    return version;
  }

  /** As the kubelet does: one symbolic link is replaced, and both files with it. */
  private void swapTo(Path version) throws IOException {
    Path next = folder.resolve("next");
    Files.createSymbolicLink(next, version);
    Files.move(next, folder.resolve("data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private HttpConfig config() {
    Path data = folder.resolve("data");
    return Doors.config(
        new AccessConfig(Optional.empty(), false, Optional.empty()),
        Optional.of(new TlsConfig(data.resolve("tls.crt"), data.resolve("tls.key"))),
        List.of());
  }

  @Test
  void aNewPairIsTakenOverAndAHalfReplacedOneIsNot() throws Exception {
    TestCertificate one = TestCertificate.create(folder, "one");
    TestCertificate two = TestCertificate.create(folder, "two");
    swapTo(write("1", one.pem(), one.keyPem()));
    try (Doors doors = Doors.open(config());
        CapturedLog log = CapturedLog.listen()) {
      int port = doors.server.port();
      Seen first = get(port);
      assertThat(first.subject()).isEqualTo("CN=one");
      assertThat(first.protocol()).isEqualTo("TLSv1.3");
      assertThat(first.answer())
          .startsWith("HTTP/1.1 200")
          .contains("Strict-Transport-Security: max-age=31536000")
          .endsWith("the page");

      swapTo(write("2", two.pem(), one.keyPem()));
      await().until(() -> log.text().contains("the key is not the certificate's"));
      assertThat(get(port).subject()).isEqualTo("CN=one");
      swapTo(write("3", two.pem(), two.keyPem().substring(0, 60)));
      await().until(() -> log.text().contains("there is no private key"));
      assertThat(get(port).subject()).isEqualTo("CN=one");

      swapTo(write("4", two.pem(), two.keyPem()));
      await().untilAsserted(() -> assertThat(get(port).subject()).isEqualTo("CN=two"));
      assertThat(log.text()).doesNotContain(two.keyPem().substring(40, 80));
    }
  }

  @Test
  void onlyWhatIsModernIsSpokenAndNothingInTheClear() throws Exception {
    TestCertificate one = TestCertificate.create(folder, "one");
    swapTo(write("1", one.pem(), one.keyPem()));
    try (Doors doors = Doors.open(config())) {
      int port = doors.server.port();
      assertThat(get(port, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256").protocol())
          .isEqualTo("TLSv1.2");
      assertThatThrownBy(() -> get(port, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"))
          .isInstanceOf(SSLHandshakeException.class);
      try (Wire wire = new Wire(port, "127.0.0.1")) {
        assertThat(wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").all()).doesNotContain("the page");
      }
    }
  }

  @Test
  void withAWrongPairTheServerIsNotMade() throws Exception {
    TestCertificate one = TestCertificate.create(folder, "one");
    swapTo(write("1", "nothing", one.keyPem()));
    assertThatThrownBy(() -> Doors.open(config()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("http.tls cannot be used: ")
        .hasMessageContaining("tls.crt");
  }
}
