package dev.backstay.git;

import static dev.backstay.testing.git.GitHttpServer.Request.CAPABILITIES;
import static dev.backstay.testing.git.GitHttpServer.Request.FETCH;
import static dev.backstay.testing.git.GitHttpServer.Request.LS_REFS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.git.GitException.Kind;
import dev.backstay.testing.git.GitHttpServer;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to the git server, when it works and when it does not. */
class FetchTest {
  @TempDir Path folder;
  private TestRepository git;
  private GitHttpServer server;

  @BeforeEach
  void serve() {
    git = TestRepository.create(folder);
    server = GitHttpServer.start(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void clonesTheBranchAtTheFirstFetch() throws Exception {
    git.write("production/app.yaml", "a: 1\n").commit("First");
    String head = git.write("production/app.yaml", "a: 2\n").commit("Second");
    git.push();
    try (Opened opened = open()) {
      assertThat(opened.repository().head()).isEmpty();

      assertThat(opened.poll().id()).isEqualTo(head);

      assertThat(opened.repository().head()).map(Revision::id).contains(head);
      assertThat(opened.repository().commit(new Revision(head)).subject()).isEqualTo("Second");
    }
  }

  @Test
  void asksForTheHeadOnlyWhenNothingChanged() throws Exception {
    git.commit("First");
    git.push();
    try (Opened opened = open()) {
      opened.poll();
      server.forget();

      opened.poll();

      assertThat(server.requests()).containsExactly(CAPABILITIES, LS_REFS);
    }
  }

  @Test
  void fetchesWhatWasPushed() throws Exception {
    git.commit("First");
    git.push();
    try (Opened opened = open()) {
      opened.poll();
      String second = git.write("a.yaml", "a: 1\n").commit("Second");
      git.push();
      server.forget();

      assertThat(opened.poll().id()).isEqualTo(second);

      assertThat(server.requests()).contains(FETCH);
    }
  }

  @Test
  void hasTheNewerHeadWhenTheBranchMovedSinceItWasAsked() throws Exception {
    git.commit("First");
    git.push();
    try (Opened opened = open()) {
      Revision asked = opened.repository().lsRemote();
      String second = git.commit("Second");
      git.push();

      assertThat(opened.repository().fetch(asked).id()).isEqualTo(second);
    }
  }

  @Test
  void knowsWhatAnEarlierProcessFetched() throws Exception {
    String head = git.commit("First");
    git.push();
    try (Opened opened = open()) {
      opened.poll();
    }
    server.stop();

    try (Opened again = open()) {
      assertThat(again.repository().head()).map(Revision::id).contains(head);
    }
  }

  @Test
  void readsALocalRepositoryByItsPath() throws Exception {
    String head = git.commit("First");
    git.push();
    try (Opened opened = Opened.at(folder.resolve("data"), git.url())) {
      assertThat(opened.poll().id()).isEqualTo(head);
    }
  }

  @Test
  void bringsNeitherTagsNorOtherBranches() throws Exception {
    git.commit("First");
    git.push().branch("other").commit("Not for us");
    git.git("tag", "v1");
    git.push().git("push", "--quiet", "--tags", "origin");
    try (Opened opened = open()) {
      opened.poll();

      assertThat(TestRepository.run(opened.mirror(), "for-each-ref", "--format=%(refname)"))
          .isEqualTo("refs/backstay/head");
      assertThat(opened.repository().descends(opened.poll(), new Revision(git.head()))).isFalse();
    }
  }

  @Test
  void tellsAMissingBranch() throws Exception {
    git.branch("other").commit("First");
    git.push();
    try (Opened opened = open()) {
      assertThatThrownBy(opened::poll)
          .isInstanceOf(GitException.class)
          .hasMessage(
              "Tried to ask %s for the head of main but failed because the repository has no"
                  + " branch main",
              server.url("config.git"))
          .extracting("kind")
          .isEqualTo(Kind.NOT_FOUND);
    }
  }

  @Test
  void tellsAMissingRepository() throws Exception {
    try (Opened opened = Opened.at(folder.resolve("data"), server.url("other.git"))) {
      assertThatThrownBy(opened::poll)
          .isInstanceOf(GitException.class)
          .hasMessageEndingWith(
              "because there is no repository at %s that these credentials may see",
              server.url("other.git"))
          .extracting("kind")
          .isEqualTo(Kind.NOT_FOUND);
    }
    String path = folder.resolve("nowhere.git").toString();
    try (Opened opened = Opened.at(folder.resolve("data"), path)) {
      assertThatThrownBy(opened::poll).extracting("kind").isEqualTo(Kind.NOT_FOUND);
    }
  }

  @Test
  void tellsAServerThatIsDown() throws Exception {
    git.commit("First");
    git.push();
    try (Opened opened = open()) {
      server.stop();

      assertThatThrownBy(opened::poll)
          .hasMessageEndingWith("refused the connection")
          .extracting("kind")
          .isEqualTo(Kind.UNREACHABLE);
    }
  }

  @Test
  void tellsAServerInTrouble() throws Exception {
    try (Opened opened = open()) {
      server.fail(503);

      assertThatThrownBy(opened::poll)
          .hasMessageContaining("503")
          .extracting("kind")
          .isEqualTo(Kind.UNREACHABLE);
    }
  }

  @Test
  void tellsAnUnknownHost() throws Exception {
    try (Opened opened = Opened.at(folder.resolve("data"), "https://git.invalid/config.git")) {
      assertThatThrownBy(opened::poll)
          .hasMessageEndingWith("because the host git.invalid is not known")
          .extracting("kind")
          .isEqualTo(Kind.UNREACHABLE);
    }
  }

  @Test
  void givesUpAServerThatDoesNotAnswer() throws Exception {
    Remote impatient =
        new Remote(server.url("config.git"), "main", Optional.empty(), Duration.ofSeconds(1));
    server.freeze(_ -> true);
    try (Opened opened = Opened.at(folder.resolve("data"), impatient)) {
      assertThatThrownBy(opened::poll)
          .hasMessageContaining("within 1 s")
          .extracting("kind")
          .isEqualTo(Kind.UNREACHABLE);
    } finally {
      server.thaw();
    }
  }

  private Opened open() throws GitException {
    return Opened.at(folder.resolve("data"), server.url("config.git"));
  }
}
