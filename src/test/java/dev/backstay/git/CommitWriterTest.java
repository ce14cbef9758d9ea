package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.testing.git.GitHttpServer;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that are written straight to a git server. */
final class CommitWriterTest {
  private static final Identity ANN = new Identity("Ann Other", "ann@example.com");
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

  private final Path folder;
  private final TestRepository repository;
  private String first = "";

  CommitWriterTest(@TempDir Path folder) {
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
  }

  @BeforeEach
  void create() throws IOException {
    repository.write("production/app.yml", "image: 1.0.0\n").write("README.md", "hello\n");
    repository.write("bin/run", "#!/bin/sh\n").symlink("link", "README.md");
    Files.setPosixFilePermissions(
        repository.work().resolve("bin/run"), PosixFilePermissions.fromString("rwxr-xr-x"));
    first = repository.commit("first");
    repository.push();
  }

  private CommitWriter open() throws GitException {
    return open(repository.url());
  }

  private static CommitWriter open(String url) throws GitException {
    return CommitWriter.at(new Remote(url, "main", Optional.empty(), Duration.ofSeconds(10)), NOON);
  }

  private static NewCommit order(Revision head, String restored, Optional<String> branch) {
    return new NewCommit(head, "production", new Revision(restored), "Roll back\n", ANN, branch);
  }

  private Written write(CommitWriter writer, String restored) throws GitException {
    return writer.write(order(writer.head(), restored, Optional.empty()));
  }

  private String remote(String... arguments) {
    return TestRepository.run(repository.bare(), arguments);
  }

  @Test
  void onlyTheFolderChangesAndAllElseKeepsItsBytesAndModes() throws Exception {
    repository.write("production/app.yml", "image: 1.1.0\n");
    repository.write("production/more.yml", "more: true\n").write("other.txt", "new\n");
    String second = repository.commit("second");
    repository.push();
    try (CommitWriter writer = open()) {
      assertThat(write(writer, first)).isInstanceOf(Written.Done.class);
    }
    assertThat(remote("rev-parse", "main:production"))
        .isEqualTo(repository.treeId(first, "production"));
    assertThat(remote("rev-parse", "main^")).isEqualTo(second);
    assertThat(remote("diff", "--name-status", second, "main"))
        .isEqualTo("M\tproduction/app.yml\nD\tproduction/more.yml");
    assertThat(remote("ls-tree", "-r", "main", "bin", "link", "other.txt"))
        .isEqualTo(remote("ls-tree", "-r", second, "bin", "link", "other.txt"))
        .contains("100755", "120000");
    assertThat(remote("log", "-1", "--format=%an %ae %cn %ct %B", "main"))
        .isEqualTo(
            "Ann Other ann@example.com Ann Other "
                + NOON.instant().getEpochSecond()
                + " Roll back");
    assertThat(remote("fsck", "--strict")).doesNotContain("error");
  }

  @Test
  void filesThatTheFolderHadThenComeBack() throws Exception {
    repository.write("production/deep/old.yml", "old: true\n");
    String withOld = repository.commit("with old");
    repository.delete("production/deep").commit("without old");
    repository.push();
    try (CommitWriter writer = open()) {
      write(writer, withOld);
    }
    assertThat(remote("rev-parse", "main:production"))
        .isEqualTo(repository.treeId(withOld, "production"));
  }

  @Test
  void aFolderThatIsGoneComesBackInItsPlaceOfTheTree() throws Exception {
    repository.delete("production").write("production.txt", "x\n").write("productions/a", "a\n");
    repository.commit("gone");
    repository.push();
    try (CommitWriter writer = open()) {
      write(writer, first);
    }
    assertThat(remote("rev-parse", "main:production"))
        .isEqualTo(repository.treeId(first, "production"));
    assertThat(remote("ls-tree", "--name-only", "main").lines())
        .containsExactly("README.md", "bin", "link", "production.txt", "production", "productions");
    assertThat(remote("fsck", "--strict")).doesNotContain("error");
  }

  @Test
  void aNestedFolderAndTheWholeRepositoryWorkToo() throws Exception {
    repository.write("apps/a/x.yml", "a: 1\n").write("apps/b/x.yml", "b: 1\n");
    String nested = repository.commit("nested");
    repository.write("apps/a/x.yml", "a: 2\n").write("apps/b/x.yml", "b: 2\n").commit("later");
    repository.push();
    try (CommitWriter writer = open()) {
      writer.write(
          new NewCommit(
              writer.head(), "./apps//a/", new Revision(nested), "a", ANN, Optional.empty()));
      assertThat(remote("show", "main:apps/a/x.yml")).isEqualTo("a: 1");
      assertThat(remote("show", "main:apps/b/x.yml")).isEqualTo("b: 2");
      writer.write(
          new NewCommit(writer.head(), "", new Revision(nested), "all", ANN, Optional.empty()));
    }
    assertThat(remote("rev-parse", "main^{tree}"))
        .isEqualTo(repository.git("rev-parse", nested + "^{tree}"));
  }

  @Test
  void aHeadThatMovedMeanwhileIsFetchedAndItIsDoneAgain() throws Exception {
    repository.write("production/app.yml", "image: 1.1.0\n").commit("second");
    repository.push();
    try (CommitWriter writer = open()) {
      Revision seen = writer.head();
      String other = repository.write("staging/app.yml", "image: 2\n").commit("staging");
      repository.push();
      assertThat(writer.write(order(seen, first, Optional.empty())))
          .isInstanceOf(Written.Done.class);
      assertThat(remote("rev-parse", "main^")).isEqualTo(other);
      assertThat(remote("show", "main:staging/app.yml")).isEqualTo("image: 2");
      assertThat(remote("show", "main:production/app.yml")).isEqualTo("image: 1.0.0");
    }
  }

  @Test
  void aFolderThatWasChangedMeanwhileIsLeftToPeople() throws Exception {
    repository.write("production/app.yml", "image: 1.1.0\n").commit("second");
    repository.push();
    try (CommitWriter writer = open()) {
      Revision seen = writer.head();
      String other = repository.write("production/app.yml", "image: 1.2.0\n").commit("third");
      repository.push();
      assertThat(writer.write(order(seen, first, Optional.empty())))
          .isEqualTo(new Written.FolderChanged(new Revision(other)));
      assertThat(remote("rev-parse", "main")).isEqualTo(other);
    }
  }

  @Test
  void aNewBranchGetsTheCommitAndTheOldOneStays() throws Exception {
    String second = repository.write("production/app.yml", "image: 1.1.0\n").commit("second");
    repository.push();
    try (CommitWriter writer = open()) {
      NewCommit order = order(writer.head(), first, Optional.of("back/production"));
      assertThat(writer.write(order)).isInstanceOf(Written.Done.class);
      assertThat(remote("rev-parse", "main")).isEqualTo(second);
      assertThat(remote("rev-parse", "back/production^")).isEqualTo(second);
      assertThat(writer.write(order))
          .isEqualTo(new Written.Refused("there is a branch back/production already"));
    }
  }

  @Test
  void aProtectedBranchRefusesInTheServersOwnWords() throws Exception {
    repository.write("production/app.yml", "image: 1.1.0\n").commit("second");
    repository.push();
    remote("config", "http.receivepack", "true");
    Path hook = repository.bare().resolve("hooks/pre-receive");
    Files.writeString(hook, "#!/bin/sh\necho 'main is protected' >&2\nexit 1\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (GitHttpServer server = GitHttpServer.start(repository.bare().resolveSibling(""));
        CommitWriter writer = open(server.url("config.git"))) {
      assertThat(write(writer, first))
          .isEqualTo(new Written.Refused("main is protected: pre-receive hook declined"));
      Files.delete(hook);
      assertThat(write(writer, first)).isInstanceOf(Written.Done.class);
      assertThat(remote("show", "main:production/app.yml")).isEqualTo("image: 1.0.0");
    }
  }

  @Test
  void aServerThatLetsOnlyReadSaysSoAndNothingSecretIsTold() throws Exception {
    repository.write("production/app.yml", "image: 1.1.0\n").commit("second");
    repository.push();
    remote("config", "http.receivepack", "false");
    Path credentials = Files.createDirectories(folder.resolve("credentials"));
    Files.writeString(credentials.resolve("token"), "s3cret");
    try (GitHttpServer server = GitHttpServer.start(repository.bare().resolveSibling(""))) {
      server.require("x-access-token", "s3cret");
      Remote remote =
          new Remote(
              server.url("config.git"), "main", Optional.of(credentials), Duration.ofSeconds(10));
      try (CommitWriter writer = CommitWriter.at(remote, NOON)) {
        NewCommit order = order(writer.head(), first, Optional.empty());
        assertThatThrownBy(() -> writer.write(order))
            .isInstanceOf(GitException.class)
            .hasMessageContaining("push to main")
            .hasMessageContaining("does not let these credentials write there")
            .hasMessageNotContaining("s3cret");
      }
    }
  }

  @Test
  void namesWhatCannotBeFound() throws Exception {
    try (CommitWriter writer = open()) {
      Revision head = writer.head();
      assertThat(writer.find(first.substring(0, 7))).contains(new Revision(first));
      assertThat(writer.find(first.toUpperCase(java.util.Locale.ROOT)))
          .contains(new Revision(first));
      for (String wrong : List.of("", "f", "main", "--force", "0".repeat(40), "1234567")) {
        assertThat(writer.find(wrong)).as(wrong).isEmpty();
      }
      assertThat(writer.find(repository.treeId(first, "production"))).isEmpty();
      assertThatThrownBy(() -> writer.commit(new Revision("1".repeat(40))))
          .hasMessageContaining("it is not in the repository");
      NewCommit order = new NewCommit(head, "nowhere", head, "message", ANN, Optional.empty());
      assertThatThrownBy(() -> writer.write(order)).hasMessageContaining("no such folder");
    }
  }

  @Test
  void nothingOfItStaysOnTheDisk() throws Exception {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    CommitWriter writer = open();
    writer.head();
    List<Path> during = mirrors(temporary);
    writer.close();
    assertThat(during).isNotEmpty();
    assertThat(mirrors(temporary)).hasSizeLessThan(during.size());
  }

  private static List<Path> mirrors(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith("backstay-commit")).toList();
    }
  }

  @Test
  void refusesNamesOfBranchesAndPeopleThatGitDoesNotTake() {
    for (String name : List.of("", "-x", "a..b", "a b", "x.lock", "a~1")) {
      assertThatThrownBy(() -> NewCommit.checkBranch(name))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Identity.parse("Ada Lovelace <ada@example.com>"))
        .contains(new Identity("Ada Lovelace", "ada@example.com"));
    for (String wrong :
        List.of("", "Ada", "<ada@example.com>", "Ada <>", "A\nB <a@b>", "A <a b>")) {
      assertThat(Identity.parse(wrong)).as(wrong).isEmpty();
    }
  }
}
