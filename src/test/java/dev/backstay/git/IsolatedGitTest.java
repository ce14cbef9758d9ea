package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.ChildJvm;
import dev.backstay.testing.TestCertificate;
import dev.backstay.testing.git.GitHttpServer;
import dev.backstay.testing.git.GitSshServer;
import dev.backstay.testing.git.SshKey;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of the git configuration of the user who runs the agent counts. */
class IsolatedGitTest {
  @TempDir Path folder;

  private TestRepository git;
  private String head = "";
  private Path home;
  private Path marker;

  /** An agent that polls once, with the given folder of credentials if there is one. */
  static final class Agent {
    private Agent() {}

    public static void main(String[] args) throws GitException {
      Optional<Path> secret = args.length > 2 ? Optional.of(Path.of(args[2])) : Optional.empty();
      Remote remote = new Remote(args[1], "main", secret, Duration.ofSeconds(10));
      try (Opened opened = Opened.at(Path.of(args[0]), remote)) {
        System.out.println(opened.poll().id());
      }
    }
  }

  /** A home and an environment in which everything leads astray. */
  @BeforeEach
  void moveIntoAHostileHome() throws IOException {
    git = TestRepository.create(folder);
    head = git.commit("First");
    git.push();
    home = Files.createDirectory(folder.resolve("home"));
    marker = folder.resolve("marker");
    Files.writeString(
        home.resolve(".gitconfig"),
        """
        [url "http://127.0.0.1:1/"]
          insteadOf = http://127.0.0.1
        [url "ssh://127.0.0.1:1/"]
          insteadOf = ssh://git@127.0.0.1
        [core]
          sshCommand = touch %1$s
        [credential]
          helper = "!touch %1$s"
        [http]
          extraHeader = Authorization: Bearer of-the-user
          followRedirects = true
          proxy = http://127.0.0.1:1
          sslVerify = false
          cookieFile = %1$s
        """
            .formatted(marker));
    Files.writeString(
        home.resolve(".netrc"), "machine 127.0.0.1 login of-the-user password of-the-user\n");
  }

  private String poll(List<String> jvm, String... arguments) {
    Map<String, String> environment =
        Map.of(
            "HOME", home.toString(),
            "GIT_SSH", "/bin/false",
            "GIT_SSH_COMMAND", "touch " + marker,
            "GIT_CONFIG_GLOBAL", home.resolve(".gitconfig").toString(),
            "HTTP_PROXY", "http://127.0.0.1:1",
            "HTTPS_PROXY", "http://127.0.0.1:1",
            "https_proxy", "http://127.0.0.1:1",
            "GIT_SSL_NO_VERIFY", "true",
            "SSH_AUTH_SOCK", home.resolve("agent").toString());
    List<String> all = new ArrayList<>(jvm);
    all.add("-Duser.home=" + home);
    String output = ChildJvm.run(Agent.class, environment, all, List.of(arguments));
    assertThat(marker).as("nothing of the user's was run").doesNotExist();
    return output;
  }

  @Test
  void doesNotReadOrWriteTheUsersConfiguration() throws Exception {
    Path loaded = folder.resolve("classes.txt");
    try (GitHttpServer server = GitHttpServer.start(folder)) {
      String data = folder.resolve("data").toString();
      String log = "-Xlog:class+load:file=" + loaded;
      String printed = poll(List.of(log), data, server.url("config.git"));

      assertThat(printed).endsWith(head);
      assertThat(server.authorizations()).isNotEmpty().containsOnly("");
    }
    try (Stream<Path> files = Files.list(home)) {
      assertThat(files)
          .containsExactlyInAnyOrder(home.resolve(".gitconfig"), home.resolve(".netrc"));
    }
    assertThat(Files.readString(loaded))
        .as("ssh costs nothing where it is not used")
        .contains("dev.backstay.git.RemoteBranch")
        .doesNotContain("org.apache.sshd", "org.bouncycastle");
  }

  @Test
  void doesNotTrustACertificateThoughTheUsersGitWould() {
    TestCertificate own = TestCertificate.create(folder, "own");
    try (GitHttpServer server = GitHttpServer.start(folder, own)) {
      String data = folder.resolve("data").toString();

      assertThat(poll(List.of(), data, server.url("config.git")))
          .contains("is signed by nobody that is trusted");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void doesNotUseTheUsersSsh() throws Exception {
    Path ssh = Files.createDirectory(home.resolve(".ssh"));
    SshKey ofUser = SshKey.make(ssh, "id_ed25519");
    SshKey deploy = SshKey.make(folder, "deploy");
    SshKey host = SshKey.make(folder, "host");
    Files.writeString(
        ssh.resolve("config"),
        "Host *\n  ProxyCommand touch " + marker + "\n  StrictHostKeyChecking no\n  Port 1\n");
    Path secret = Files.createDirectory(folder.resolve("secret"));
    Files.writeString(secret.resolve("ssh-privatekey"), deploy.secret());
    try (GitSshServer server = GitSshServer.start(folder, host)) {
      server.authorize(ofUser);
      Files.writeString(ssh.resolve("known_hosts"), server.knownHost(host));
      String data = folder.resolve("data").toString();
      String url = server.url("config.git");
      assertThat(poll(List.of(), data, url, secret.toString())).contains("is not known");

      Files.writeString(secret.resolve("known_hosts"), server.knownHost(host));
      assertThat(poll(List.of(), data, url, secret.toString())).contains("does not let git in");

      server.authorize(deploy);
      assertThat(poll(List.of(), data, url, secret.toString())).endsWith(head);
    }
  }
}
