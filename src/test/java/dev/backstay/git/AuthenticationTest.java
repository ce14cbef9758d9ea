package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.git.GitException.Kind;
import dev.backstay.testing.git.GitHttpServer;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials: read from the mounted folder, shown to the git server only. */
class AuthenticationTest {
  private static final String SECRET = "s3cret/with+signs";

  @TempDir Path folder;
  private TestRepository git;
  private GitHttpServer server;
  private Path credentials;

  @BeforeEach
  void serve() throws Exception {
    git = TestRepository.create(folder);
    git.commit("First");
    git.push();
    server = GitHttpServer.start(folder);
    credentials = Files.createDirectory(folder.resolve("credentials"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void showsUserAndPassword() throws Exception {
    server.require("robot", SECRET);
    credential("username", "robot\n");
    credential("password", SECRET + "\n");
    try (Opened opened = open()) {
      assertThat(opened.poll().id()).isEqualTo(git.head());
    }
  }

  @Test
  void showsAToken() throws Exception {
    server.require("x-access-token", SECRET);
    credential("token", SECRET);
    try (Opened opened = open()) {
      assertThat(opened.poll().id()).isEqualTo(git.head());
    }
  }

  @Test
  void readsTheFilesAnewAtEachUse() throws Exception {
    server.require("x-access-token", SECRET);
    credential("token", "old");
    try (Opened opened = open()) {
      assertThatThrownBy(opened::poll).extracting("kind").isEqualTo(Kind.AUTHENTICATION);

      credential("token", SECRET);

      assertThat(opened.poll().id()).isEqualTo(git.head());
    }
  }

  @Test
  void showsAWrongPasswordOnlyOnce() throws Exception {
    server.require("robot", "another");
    credential("username", "robot");
    credential("password", SECRET);
    try (Opened opened = open()) {
      assertThatThrownBy(opened::poll)
          .hasMessageEndingWith(
              "because the server does not accept the credentials in %s", credentials)
          .extracting("kind")
          .isEqualTo(Kind.AUTHENTICATION);
      assertThat(server.authorizations()).hasSize(1);
    }
  }

  @Test
  void tellsThatTheServerWantsCredentials() throws Exception {
    server.require("robot", SECRET);
    try (Opened opened = Opened.at(folder.resolve("data"), server.url("config.git"))) {
      assertThatThrownBy(opened::poll)
          .hasMessageEndingWith("because the server does not accept a reader without credentials")
          .extracting("kind")
          .isEqualTo(Kind.AUTHENTICATION);
    }
  }

  @Test
  void tellsThatTheAccountMayNotReadIt() throws Exception {
    server.fail(403);
    credential("token", SECRET);
    try (Opened opened = open()) {
      assertThatThrownBy(opened::poll)
          .hasMessageContaining("does not let the credentials in")
          .extracting("kind")
          .isEqualTo(Kind.AUTHENTICATION);
    }
  }

  @Test
  void tellsWhatIsMissingInTheFolder() throws Exception {
    credential("username", "robot");
    try (Opened opened = open()) {
      assertThatThrownBy(opened::poll)
          .hasMessage(
              "Tried to read the credentials in %s but failed because it holds neither username"
                  + " and password nor a token",
              credentials);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void refusesControlCharactersInACredential() throws Exception {
    credential("token", SECRET + "\r\nX-Evil: 1");
    try (Opened opened = open()) {
      assertThatThrownBy(opened::poll)
          .hasMessageContaining("its file token")
          .hasMessageNotContaining(SECRET);
    }
  }

  @Test
  void neverRepeatsASecret() throws Exception {
    server.require("robot", "another");
    credential("username", "robot");
    credential("password", SECRET);
    try (Opened opened = open()) {
      assertThatThrownBy(opened::poll)
          .satisfies(failure -> assertThat(trace(failure)).doesNotContain(SECRET));
      server.stop();
      assertThatThrownBy(opened::poll)
          .satisfies(failure -> assertThat(trace(failure)).doesNotContain(SECRET));
    }
    assertThat(Credentials.read(credentials).toString()).doesNotContain(SECRET);
  }

  @Test
  void refusesCredentialsInTheUrlWithoutRepeatingThem() {
    Remote remote = Opened.remote("https://ada:" + SECRET + "@git.example.com/config.git");

    assertThatThrownBy(() -> Opened.at(folder.resolve("data"), remote).close())
        .hasMessage(
            "Tried to use the repository https://git.example.com/config.git but failed because it"
                + " holds credentials: they belong in a Secret")
        .satisfies(failure -> assertThat(trace(failure)).doesNotContain(SECRET, "ada"));
    assertThat(remote.toString()).isEqualTo("https://git.example.com/config.git main");
  }

  @Test
  void doesNotTakeTheCredentialsToAnotherHost() throws Exception {
    credential("token", SECRET);
    try (GitHttpServer other = GitHttpServer.start(folder);
        Opened opened = open()) {
      server.redirect("http://localhost:" + other.port());

      assertThat(opened.poll().id()).isEqualTo(git.head());

      assertThat(server.authorizations()).isNotEmpty().doesNotContain("");
      assertThat(other.authorizations()).isNotEmpty().containsOnly("");
    }
  }

  @Test
  void scrubsWhatOthersSay() {
    assertThat(Scrub.text("https://u:p@h/x?access_token=abc&a=b and http://tok@h"))
        .isEqualTo("https://h/x?access_token=***&a=b and http://h");
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private void credential(String name, String value) throws IOException {
    Files.writeString(credentials.resolve(name), value);
  }

  private Opened open() throws GitException {
    return Opened.at(
        folder.resolve("data"),
        new Remote(
            server.url("config.git"), "main", Optional.of(credentials), Duration.ofSeconds(10)));
  }
}
