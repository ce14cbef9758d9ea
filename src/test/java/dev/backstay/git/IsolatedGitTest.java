package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.ChildJvm;
import dev.backstay.testing.git.GitHttpServer;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of the git configuration of the user who runs the agent counts. */
class IsolatedGitTest {
  @TempDir Path folder;

  /** An agent that polls once. */
  static final class Agent {
    private Agent() {}

    public static void main(String[] args) throws GitException {
      try (Opened opened = Opened.at(Path.of(args[0]), args[1])) {
        System.out.println(opened.poll().id());
      }
    }
  }

  @Test
  void doesNotReadOrWriteTheUsersConfiguration() throws Exception {
    TestRepository git = TestRepository.create(folder);
    String head = git.commit("First");
    git.push();
    Path home = Files.createDirectory(folder.resolve("home"));
    try (GitHttpServer server = GitHttpServer.start(folder)) {
      Files.writeString(
          home.resolve(".gitconfig"),
          """
          [url "http://127.0.0.1:1/"]
            insteadOf = http://127.0.0.1
          [http]
            extraHeader = Authorization: Bearer of-the-user
            followRedirects = true
          """);

      String printed =
          ChildJvm.run(
              Agent.class,
              List.of("-Duser.home=" + home),
              List.of(folder.resolve("data").toString(), server.url("config.git")));

      assertThat(printed).endsWith(head);
      assertThat(server.authorizations()).isNotEmpty().containsOnly("");
      try (Stream<Path> files = Files.list(home)) {
        assertThat(files).containsExactly(home.resolve(".gitconfig"));
      }
    }
  }
}
