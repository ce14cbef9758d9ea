package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.backstay.git.GitException.Kind;
import dev.backstay.testing.git.GitSshServer;
import dev.backstay.testing.git.SshKey;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The config repo by ssh: a key, known hosts, and nothing else. */
class SshTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TempDir Path folder;
  private TestRepository git;
  private Path secret;
  private SshKey host;
  private SshKey deploy;
  private GitSshServer server;

  @BeforeEach
  void serve() throws IOException {
    git = TestRepository.create(folder);
    git.commit("First");
    git.push();
    secret = Files.createDirectory(folder.resolve("secret"));
    host = SshKey.make(folder, "host");
    deploy = SshKey.make(folder, "deploy");
    server = GitSshServer.start(folder, host);
    server.authorize(deploy);
    put("ssh-privatekey", deploy.secret());
    put("known_hosts", server.knownHost(host));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void bringsTheBranchByProtocolTwoAndFollowsIt() throws Exception {
    try (Opened opened = open()) {
      assertThat(opened.poll().id()).isEqualTo(git.head());
      git.commit("Second");
      git.push();
      assertThat(opened.poll().id()).isEqualTo(git.head());
    }
    assertThat(server.users()).containsOnly("git");
    assertThat(server.commands()).containsOnly("git-upload-pack '/config.git' version=2");
  }

  @ParameterizedTest
  @CsvSource({
    "-t ed25519, ''",
    "-t ed25519, open sesame",
    "-t ecdsa -b 256, ''",
    "-t ecdsa -b 384, ''",
    "-t ecdsa -b 521, ''",
    "-t rsa -b 2048, ''",
    "-t rsa -b 3072, open sesame",
    "-t rsa -b 2048 -m PEM, ''",
    "-t rsa -b 2048 -m PKCS8, ''",
    "-t rsa -b 2048 -m PKCS8, open sesame",
    "-t ecdsa -b 256 -m PEM, ''",
    "-t ecdsa -b 256 -m PKCS8, ''",
    "-t ecdsa -b 256 -m PKCS8, open sesame"
  })
  void showsAKeyOfEachKindAndForm(String options, String passphrase) throws Exception {
    String[] all = Arrays.copyOf(options.split(" ", -1), options.split(" ", -1).length + 2);
    all[all.length - 2] = "-N";
    all[all.length - 1] = passphrase;
    SshKey key = SshKey.make(folder, "other", all);
    server.forgetAuthorized();
    server.authorize(key);
    put("ssh-privatekey", key.secret());
    if (!passphrase.isEmpty()) {
      put("passphrase", passphrase + "\n");
    }
    try (Opened opened = open()) {
      assertThat(opened.poll().id()).isEqualTo(git.head());
    }
  }

  @Test
  void showsAnEd25519KeyAsOpensslMakesIt() throws Exception {
    byte[] key =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    String pem = Base64.getEncoder().encodeToString(key);
    put("ssh-privatekey", "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
    try (Opened opened = open()) {
      // the server does not know it, and it is told which one that was
      assertThatThrownBy(opened::poll).hasMessageContaining("(ssh-ed25519 SHA256:");
    }
  }

  @Test
  void readsTheFilesAnewWhenKubernetesReplacesThem() throws Exception {
    SshKey next = SshKey.make(folder, "next");
    Path mount = Files.createDirectory(folder.resolve("mount"));
    mount(mount, "..1", deploy.secret(), server.knownHost(host));
    try (Opened opened = open(mount, TIMEOUT)) {
      assertThat(opened.poll().id()).isEqualTo(git.head());
      server.forgetAuthorized();
      server.authorize(next);
      assertThatThrownBy(opened::poll).extracting("kind").isEqualTo(Kind.AUTHENTICATION);

      mount(mount, "..2", next.secret(), server.knownHost(host));

      assertThat(opened.poll().id()).isEqualTo(git.head());
    }
  }

  @Test
  void tellsAKeyThatIsNotLetInWithWhatToAdd() throws Exception {
    server.forgetAuthorized();
    try (Opened opened = open()) {
      assertThatThrownBy(opened::poll)
          .hasMessageContaining("does not let git in with the key in " + secret)
          .hasMessageContaining(deploy.fingerprint())
          .hasMessageEndingWith("as a deploy key: " + deploy.line())
          .extracting("kind")
          .isEqualTo(Kind.AUTHENTICATION);
    }
    assertThat(server.commands()).isEmpty();
  }

  @Test
  void refusesAHostThatIsNotKnownAndTellsTheLineToAdd() throws Exception {
    Files.delete(secret.resolve("known_hosts"));
    String line = server.knownHost(host).strip();
    try (Opened opened = open()) {
      assertThatThrownBy(opened::poll)
          .hasMessageContaining("the host key of 127.0.0.1:" + server.port() + " is not known")
          .hasMessageContaining("It shows ssh-ed25519 " + host.fingerprint())
          .hasMessageEndingWith("add this line: " + line)
          .extracting("kind")
          .isEqualTo(Kind.UNTRUSTED);
      assertThat(server.users()).as("it was not shown any key").isEmpty();

      put("known_hosts", line);

      assertThat(opened.poll().id()).isEqualTo(git.head());
    }
    assertThat(Files.readString(secret.resolve("known_hosts"))).isEqualTo(line);
  }

  @Test
  void refusesAHostWhoseKeyHasChangedLoudly() throws Exception {
    SshKey other = SshKey.make(folder, "other");
    try (Opened opened = open()) {
      assertThat(opened.poll().id()).isEqualTo(git.head());
      List<String> before = server.users();
      server.hostKeys(other);

      assertThatThrownBy(opened::poll)
          .hasMessageContaining("HAS CHANGED: somebody may be listening in")
          .hasMessageContaining("It shows ssh-ed25519 " + other.fingerprint())
          .hasMessageContaining("has ssh-ed25519 " + host.fingerprint())
          .hasMessageEndingWith(server.knownHost(other).strip())
          .extracting("kind")
          .isEqualTo(Kind.UNTRUSTED);
      assertThat(server.users()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@revoked * KEY\n[127.0.0.1]:PORT KEY\n",
        "[127.0.0.1]:PORT KEY\n@revoked [127.0.0.1]:PORT KEY\n"
      })
  void refusesARevokedHostKeyWhereverItsLineStands(String lines) throws Exception {
    // a pattern without a port is one for port 22, as with ssh
    put("known_hosts", filled(lines).replace("@revoked *", "@revoked [*]:" + server.port()));
    try (Opened opened = open()) {
      assertThatThrownBy(opened::poll)
          .hasMessageContaining("is revoked by line")
          .extracting("kind")
          .isEqualTo(Kind.UNTRUSTED);
    }
    assertThat(server.users()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[127.0.0.1]:PORT KEY comment here\n",
        "# a remark\n\n  [127.0.0.1]:PORT KEY\n",
        "git.example.com,[127.0.0.1]:PORT KEY\n",
        "[127.0.0.?]:PORT KEY\n",
        "[127.0.0.1]:PORT OTHER\n[127.0.0.1]:PORT KEY\n",
        "[127.0.0.1]:PORT RSA\n[127.0.0.1]:PORT KEY\n"
      })
  void takesAKnownHostHoweverItIsWritten(String lines) throws Exception {
    put("known_hosts", filled(lines));
    try (Opened opened = open()) {
      assertThat(opened.poll().id()).isEqualTo(git.head());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1 KEY\n",
        "[127.0.0.1]:1 KEY\n",
        "[localhost]:PORT KEY\n",
        "!127.0.0.1,* KEY\n",
        "@cert-authority [127.0.0.1]:PORT KEY\n"
      })
  void doesNotTakeAnotherHostForIt(String lines) throws Exception {
    put("known_hosts", filled(lines));
    try (Opened opened = open()) {
      assertThatThrownBy(opened::poll).extracting("kind").isEqualTo(Kind.UNTRUSTED);
    }
    assertThat(server.users()).isEmpty();
  }

  @Test
  void takesAHashedName() throws Exception {
    SshKey.keygen("-q", "-H", "-f", secret.resolve("known_hosts").toString());
    assertThat(Files.readString(secret.resolve("known_hosts"))).startsWith("|1|");
    try (Opened opened = open()) {
      assertThat(opened.poll().id()).isEqualTo(git.head());
    }
  }

  @Test
  void asksForAKeyOfTheKnownKindIfTheHostHasSeveral() throws Exception {
    SshKey rsa = SshKey.make(folder, "rsa", "-t", "rsa", "-b", "3072");
    server.hostKeys(host, rsa);
    put("known_hosts", server.knownHost(rsa));
    try (Opened opened = open()) {
      assertThat(opened.poll().id()).isEqualTo(git.head());
    }
  }

  @Test
  void takesAHostThatAKnownAuthorityVouchesFor() throws Exception {
    SshKey authority = SshKey.make(folder, "authority");
    certify(authority, "127.0.0.1", "+1d");
    put("known_hosts", "@cert-authority [127.0.0.1]:" + server.port() + " " + authority.line());
    try (Opened opened = open()) {
      assertThat(opened.poll().id()).isEqualTo(git.head());
    }
  }

  @ParameterizedTest
  @CsvSource({"git.example.com, +1d", "127.0.0.1, 20200101:20200102"})
  void refusesACertificateForAnotherHostOrAnOldOne(String name, String valid) throws Exception {
    SshKey authority = SshKey.make(folder, "authority");
    certify(authority, name, valid);
    put("known_hosts", "@cert-authority [127.0.0.1]:" + server.port() + " " + authority.line());
    try (Opened opened = open()) {
      assertThatThrownBy(opened::poll)
          .hasMessageContaining("did not prove its key")
          .extracting("kind")
          .isEqualTo(Kind.UNTRUSTED);
    }
    assertThat(server.users()).isEmpty();
  }

  private void certify(SshKey authority, String name, String valid) {
    SshKey.keygen(
        "-q",
        "-s",
        authority.file().toString(),
        "-h",
        "-I",
        "host",
        "-n",
        name,
        "-V",
        valid,
        host.file() + ".pub");
    server.certify(host);
  }

  @Test
  void doesNotAgreeOnSha1ForTheHostNorForItself() throws Exception {
    SshKey rsa = SshKey.make(folder, "rsa", "-t", "rsa", "-b", "2048");
    server.hostKeys(rsa);
    server.signBy(List.of(BuiltinSignatures.rsa));
    put("known_hosts", server.knownHost(rsa));
    try (Opened opened = open()) {
      assertThatThrownBy(opened::poll).hasMessageContaining("ssh-rsa");
    }
    assertThat(server.users()).isEmpty();
  }

  @Test
  void refusesAShortHostKeyThoughItIsKnown() throws Exception {
    SshKey rsa = SshKey.make(folder, "rsa", "-t", "rsa", "-b", "1024");
    server.hostKeys(rsa);
    put("known_hosts", server.knownHost(rsa));
    try (Opened opened = open()) {
      assertThatThrownBy(opened::poll)
          .hasMessageContaining("has fewer than 2048 bits")
          .extracting("kind")
          .isEqualTo(Kind.UNTRUSTED);
    }
  }

  @Test
  void tellsThatThereIsNoSuchRepository() throws Exception {
    try (Opened opened =
        Opened.at(folder.resolve("data"), remote(server.url("none.git"), secret, TIMEOUT))) {
      assertThatThrownBy(opened::poll)
          .hasMessageContaining("there is no repository at")
          .extracting("kind")
          .isEqualTo(Kind.NOT_FOUND);
    }
  }

  @Test
  void tellsThatNobodyListens() throws Exception {
    server.close();
    try (Opened opened = open()) {
      assertThatThrownBy(opened::poll)
          .hasMessageContaining("refused the connection")
          .extracting("kind")
          .isEqualTo(Kind.UNREACHABLE);
    }
  }

  @Test
  void givesUpAServerThatTakesTheConnectionAndSaysNothing() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Opened opened = open("ssh://git@127.0.0.1:" + mute.getLocalPort() + "/c.git", 1)) {
      assertThatThrownBy(opened::poll)
          .hasMessageMatching("(?s).*within 1(\\.0)? s.*")
          .extracting("kind")
          .isEqualTo(Kind.UNREACHABLE);
    }
  }

  @Test
  void stopsWhileItConnects() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Opened opened = open("ssh://git@127.0.0.1:" + mute.getLocalPort() + "/c.git", 600)) {
      CompletableFuture<Throwable> failure =
          CompletableFuture.supplyAsync(() -> catchThrowable(opened::poll));
      mute.setSoTimeout(10_000);
      try (Socket caller = mute.accept()) {
        opened.repository().close();

        assertThat(failure.get()).isInstanceOf(GitException.class);
        caller.setSoTimeout(10_000);
        assertThatCode(() -> caller.getInputStream().readAllBytes())
            .as("the connection has ended")
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void pushesARollbackStraightToTheServer() throws Exception {
    try (CommitWriter writer =
        CommitWriter.at(remote(server.url("config.git"), secret, TIMEOUT), Clock.systemUTC())) {
      git.write("production/a.yml", "a: 1\n").commit("a");
      String before = git.head();
      git.write("production/a.yml", "a: 2\n").commit("b");
      git.push();
      Written written =
          writer.write(
              new NewCommit(
                  writer.head(),
                  "production",
                  new Revision(before),
                  "Roll back",
                  new Identity("Ada", "ada@example.com"),
                  Optional.empty()));
      assertThat(written).isInstanceOf(Written.Done.class);
    }
    assertThat(server.commands()).anyMatch(c -> c.startsWith("git-receive-pack '/config.git'"));
    assertThat(TestRepository.run(git.bare(), "show", "main:production/a.yml")).isEqualTo("a: 1");
  }

  private String filled(String lines) {
    String text = lines.replace("PORT", Integer.toString(server.port()));
    if (text.contains("OTHER")) {
      text = text.replace("OTHER", SshKey.make(folder, "o").line());
    }
    if (text.contains("RSA")) {
      text = text.replace("RSA", SshKey.make(folder, "r", "-t", "rsa", "-b", "2048").line());
    }
    return text.replace(" KEY", " " + host.line());
  }

  private void put(String name, String text) throws IOException {
    Files.writeString(secret.resolve(name), text);
  }

  /**
   * As the kubelet writes a Secret: files are links by way of ..data, which is replaced at once.
   */
  private static void mount(Path mount, String version, String key, String hosts)
      throws IOException {
    Path files = Files.createDirectory(mount.resolve(version));
    Files.writeString(files.resolve("ssh-privatekey"), key);
    Files.writeString(files.resolve("known_hosts"), hosts);
    Path next = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(version));
    Files.move(next, mount.resolve("..data"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    for (String name : List.of("ssh-privatekey", "known_hosts")) {
      Path link = mount.resolve(name);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, Path.of("..data", name));
      }
    }
  }

  private static Remote remote(String url, Path secret, Duration timeout) {
    return new Remote(url, "main", Optional.of(secret), timeout);
  }

  private Opened open() throws GitException {
    return open(secret, TIMEOUT);
  }

  private Opened open(Path from, Duration timeout) throws GitException {
    return Opened.at(folder.resolve("data"), remote(server.url("config.git"), from, timeout));
  }

  private Opened open(String url, int seconds) throws GitException {
    return Opened.at(folder.resolve("data"), remote(url, secret, Duration.ofSeconds(seconds)));
  }
}
