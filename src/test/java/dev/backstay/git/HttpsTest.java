package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.config.ProxyAddress;
import dev.backstay.git.GitException.Kind;
import dev.backstay.testing.TestCertificate;
import dev.backstay.testing.git.ConnectProxy;
import dev.backstay.testing.git.GitHttpServer;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The config repo by https: who is believed, by which way, and who gets the credentials. */
class HttpsTest {
  private static final String SECRET = "s3cret/with+signs";

  @TempDir Path folder;
  private TestRepository git;
  private Path secret;

  @BeforeEach
  void commit() throws IOException {
    git = TestRepository.create(folder);
    git.commit("First");
    git.push();
    secret = Files.createDirectory(folder.resolve("secret"));
    put("token", SECRET);
  }

  @Test
  void believesTheAuthorityInTheSecretAndShowsTheToken() throws Exception {
    TestCertificate good = signed("good", "ip:127.0.0.1", -1, 5);
    put("ca.crt", good.pem());
    try (GitHttpServer server = GitHttpServer.start(folder, good);
        Opened opened = open(server.url("config.git"))) {
      server.require("x-access-token", SECRET);
      assertThat(opened.poll().id()).isEqualTo(git.head());
      assertThat(server.cookies()).as("no cookies").containsOnly("");
    }
  }

  @Test
  void needsNoTokenBesideTheAuthority() throws Exception {
    TestCertificate good = signed("good", "ip:127.0.0.1", -1, 5);
    put("ca.crt", good.pem());
    Files.delete(secret.resolve("token"));
    try (GitHttpServer server = GitHttpServer.start(folder, good);
        Opened opened = open(server.url("config.git"))) {
      assertThat(opened.poll().id()).isEqualTo(git.head());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ip:127.0.0.1, -9, -5, has expired",
    "ip:127.0.0.1, 2, 5, is not valid yet",
    "dns:git.example.com, -1, 5, is one for other names",
    "ip:127.0.0.2, -1, 5, is one for other names"
  })
  void sendsNothingToAServerWithABadCertificate(String subject, int from, int to, String told)
      throws Exception {
    TestCertificate bad = signed("bad", subject, from, to);
    put("ca.crt", bad.pem());
    assertIsNotTrusted(bad, told);
  }

  @Test
  void believesNobodyElseThanTheAuthorityInTheSecret() throws Exception {
    put("ca.crt", signed("other", "ip:127.0.0.1", -1, 5).pem());
    assertIsNotTrusted(
        signed("good", "ip:127.0.0.1", -1, 5),
        "is signed by nobody that is trusted (put the certificate of its CA in "
            + secret.resolve("ca.crt"));
  }

  @Test
  void doesNotBelieveAnAuthorityThatJavaDoesNotKnow() throws Exception {
    assertIsNotTrusted(
        signed("good", "ip:127.0.0.1", -1, 5), "is signed by nobody that is trusted");
  }

  private void assertIsNotTrusted(TestCertificate certificate, String told) throws Exception {
    try (GitHttpServer server = GitHttpServer.start(folder, certificate);
        Opened opened = open(server.url("config.git"))) {
      assertThatThrownBy(opened::poll)
          .hasMessageContaining("the certificate of 127.0.0.1:" + server.port() + " " + told)
          .hasMessageNotContaining(SECRET)
          .extracting("kind")
          .isEqualTo(Kind.UNTRUSTED);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void takesAnotherAuthorityUpWithoutARestartAndRefusesHalfAFile() throws Exception {
    TestCertificate good = signed("good", "ip:127.0.0.1", -1, 5);
    put("ca.crt", signed("other", "ip:127.0.0.1", -1, 5).pem());
    try (GitHttpServer server = GitHttpServer.start(folder, good);
        Opened opened = open(server.url("config.git"))) {
      assertThatThrownBy(opened::poll).extracting("kind").isEqualTo(Kind.UNTRUSTED);
      put("ca.crt", good.pem().substring(0, 200));
      assertThatThrownBy(opened::poll)
          .hasMessageEndingWith(
              "its file ca.crt holds no certificates in PEM form, or damaged ones");
      put("ca.crt", "MIIB" + SECRET);
      assertThatThrownBy(opened::poll).hasMessageNotContaining(SECRET);
      put("ca.crt", good.pem());
      assertThat(opened.poll().id()).isEqualTo(git.head());
    }
  }

  @Test
  void doesNotTakeTheTokenToAnotherPortOfTheSameHostNorBackToHttp() throws Exception {
    TestCertificate good = signed("good", "ip:127.0.0.1", -1, 5);
    put("ca.crt", good.pem());
    try (GitHttpServer server = GitHttpServer.start(folder, good);
        GitHttpServer secure = GitHttpServer.start(folder, good);
        GitHttpServer plain = GitHttpServer.start(folder);
        Opened opened = open(server.url("config.git"))) {
      server.redirect("https://127.0.0.1:" + secure.port());
      assertThat(opened.poll().id()).isEqualTo(git.head());
      assertThat(server.authorizations()).isNotEmpty().doesNotContain("");
      assertThat(secure.authorizations()).isNotEmpty().containsOnly("");

      server.redirect("http://127.0.0.1:" + plain.port());
      assertThatThrownBy(opened::poll).hasMessageContaining("edirect");
      assertThat(plain.requests()).isEmpty();
    }
  }

  @Test
  void refusesToSendCredentialsByHttpToAnotherMachine() {
    assertThatThrownBy(() -> open("http://git.example.com/config.git").close())
        .hasMessageEndingWith(
            "because http would send the credentials in the clear: give an https URL");
  }

  @Test
  void goesByTheProxyWhichLooksUpTheName() throws Exception {
    TestCertificate named = signed("named", "dns:git.example.com", -1, 5);
    put("ca.crt", named.pem());
    put("proxy-username", "ada");
    put("proxy-password", "proxy-" + SECRET);
    try (GitHttpServer server = GitHttpServer.start(folder, named);
        ConnectProxy proxy = ConnectProxy.to(server.port());
        Opened opened = by(proxy)) {
      server.require("x-access-token", SECRET);
      proxy.require("ada", "proxy-" + SECRET);
      assertThat(opened.poll().id()).isEqualTo(git.head());
      git.commit("Second");
      git.push();
      assertThat(opened.poll().id()).isEqualTo(git.head());
      assertThat(proxy.heads())
          .isNotEmpty()
          .allSatisfy(
              head ->
                  assertThat(head)
                      .startsWith("CONNECT git.example.com:443 ")
                      .doesNotContain("\r\nAuthorization:"));
      assertThat(server.authorizations()).isNotEmpty().doesNotContain("");
    }
  }

  @Test
  void tellsWhatTheProxyDoesNotLike() throws Exception {
    TestCertificate named = signed("named", "dns:git.example.com", -1, 5);
    put("ca.crt", named.pem());
    try (GitHttpServer server = GitHttpServer.start(folder, named);
        ConnectProxy proxy = ConnectProxy.to(server.port());
        Opened opened = by(proxy)) {
      proxy.require("ada", "proxy-" + SECRET);
      assertThatThrownBy(opened::poll)
          .hasMessageContaining(
              "the proxy 127.0.0.1:%d does not accept proxy-username and proxy-password in %s",
              proxy.port(), secret)
          .extracting("kind")
          .isEqualTo(Kind.AUTHENTICATION);
      put("proxy-username", "ada");
      put("proxy-password", "wrong");
      int before = proxy.heads().size();
      assertThatThrownBy(opened::poll).extracting("kind").isEqualTo(Kind.AUTHENTICATION);
      assertThat(proxy.heads().subList(before, proxy.heads().size()))
          .filteredOn(head -> head.contains("uthorization:"))
          .as("a wrong password is shown once: it locks no account")
          .hasSize(1);
      put("proxy-password", "proxy-" + SECRET);
      assertThat(opened.poll().id()).as("no restart").isEqualTo(git.head());
    }
  }

  @Test
  void tellsThatTheProxyDoesNotConnectOrIsNotThere() throws Exception {
    try (GitHttpServer server = GitHttpServer.start(folder);
        ConnectProxy proxy = ConnectProxy.to(server.port());
        Opened opened = by(proxy)) {
      proxy.refuse(403);
      assertThatThrownBy(opened::poll)
          .hasMessageContaining("does not connect to git.example.com:443: it answers 403")
          .extracting("kind")
          .isEqualTo(Kind.UNREACHABLE);
      proxy.stop();
      assertThatThrownBy(opened::poll)
          .hasMessageContaining("the proxy 127.0.0.1:" + proxy.port() + " refused the connection");
    }
  }

  private TestCertificate signed(String name, String subject, int from, int to) {
    return TestCertificate.signed(folder, name, subject, from, to);
  }

  private void put(String name, String text) throws IOException {
    Files.writeString(secret.resolve(name), text);
  }

  private Opened open(String url) throws GitException {
    Remote remote = new Remote(url, "main", Optional.of(secret), Duration.ofSeconds(10));
    return Opened.at(folder.resolve("data"), remote);
  }

  private Opened by(ConnectProxy proxy) throws GitException {
    return Opened.at(
        folder.resolve("data"),
        new Remote(
            "https://git.example.com/config.git",
            "main",
            Optional.of(secret),
            Optional.of(new ProxyAddress("127.0.0.1", proxy.port())),
            Duration.ofSeconds(10)));
  }
}
