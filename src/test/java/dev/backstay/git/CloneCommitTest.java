package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that are written in a person's clone. */
final class CloneCommitTest {
  private static final Identity ANN = new Identity("Ann Other", "ann@example.com");

  private final Path folder;
  private final TestRepository repository;
  private String first = "";
  private String second = "";

  CloneCommitTest(@TempDir Path folder) {
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
  }

  @BeforeEach
  void create() {
    repository.git("config", "user.name", "Clara Clone");
    repository.git("config", "user.email", "clara@example.com");
    repository.write("production/app.yml", "image: 1.0.0\n").write("notes.txt", "a\n");
    first = repository.commit("first");
    second = repository.write("production/app.yml", "image: 1.1.0\n").commit("second");
    repository.push();
  }

  private Written write(CommitWriter writer, Optional<String> branch) throws GitException {
    return writer.write(
        new NewCommit(
            writer.head(), "production", new Revision(first), "Roll back\n", ANN, branch));
  }

  private Written commit() throws GitException {
    try (CommitWriter writer = CommitWriter.in(repository.work())) {
      return write(writer, Optional.empty());
    }
  }

  private Written push() throws GitException {
    try (CommitWriter writer = CommitWriter.inAndPush(repository.work(), Optional.empty())) {
      return write(writer, Optional.empty());
    }
  }

  private String read(String file) throws IOException {
    return Files.readString(repository.work().resolve(file));
  }

  private String remoteHead() {
    return TestRepository.run(repository.bare(), "rev-parse", "main");
  }

  @Test
  void theCurrentBranchGetsTheCommitAndNothingIsPushed() throws Exception {
    assertThat(commit()).isInstanceOf(Written.Done.class);
    assertThat(read("production/app.yml")).isEqualTo("image: 1.0.0\n");
    assertThat(repository.git("status", "--porcelain")).isEmpty();
    assertThat(repository.git("log", "-1", "--format=%P %an %ce %s"))
        .isEqualTo(second + " Ann Other ann@example.com Roll back");
    assertThat(remoteHead()).isEqualTo(second);
  }

  @Test
  void changesElsewhereThatAreNotCommittedStay() throws Exception {
    repository.write("notes.txt", "not committed\n").write("new.txt", "new\n");
    repository.write("staged.txt", "staged\n").git("add", "staged.txt");
    assertThat(commit()).isInstanceOf(Written.Done.class);
    assertThat(read("notes.txt")).isEqualTo("not committed\n");
    assertThat(repository.git("status", "--porcelain").lines())
        .containsExactlyInAnyOrder("M notes.txt", "A  staged.txt", "?? new.txt");
    assertThat(repository.git("diff", "--name-only", "HEAD^", "HEAD"))
        .isEqualTo("production/app.yml");
  }

  @Test
  void aDirtyFolderIsRefusedAndNotTouched() throws Exception {
    repository.write("production/app.yml", "image: mine\n");
    assertThat(commit())
        .isEqualTo(
            new Written.Refused(
                "the clone has uncommitted changes there (production/app.yml):"
                    + " commit or stash them first"));
    assertThat(push()).isInstanceOf(Written.Refused.class);
    repository.git("checkout", "production/app.yml");
    repository.write("production/untracked.yml", "a: 1\n");
    assertThat(commit()).isInstanceOf(Written.Refused.class);
    assertThat(read("production/untracked.yml")).isEqualTo("a: 1\n");
    assertThat(repository.head()).isEqualTo(second);
  }

  @Test
  void aNewBranchLeavesTheClonesOwnWorkAlone() throws Exception {
    repository.write("production/app.yml", "image: mine\n");
    try (CommitWriter writer = CommitWriter.in(repository.work())) {
      assertThat(write(writer, Optional.of("back"))).isInstanceOf(Written.Done.class);
      assertThat(write(writer, Optional.of("back"))).isInstanceOf(Written.Refused.class);
    }
    assertThat(repository.git("show", "back:production/app.yml")).isEqualTo("image: 1.0.0");
    assertThat(repository.head()).isEqualTo(second);
    assertThat(read("production/app.yml")).isEqualTo("image: mine\n");
  }

  @Test
  void withoutABranchThereIsNowhereToWriteTo() throws Exception {
    repository.git("checkout", "--quiet", "--detach");
    assertThat(commit()).isInstanceOf(Written.Refused.class);
  }

  @Test
  void aPushGoesOnTopOfTheRemotesHeadAndTheCloneFollows() throws Exception {
    TestRepository.run(folder, "clone", "--quiet", repository.url(), "other");
    Path other = folder.resolve("other");
    Files.writeString(other.resolve("notes.txt"), "by another\n");
    TestRepository.run(other, "commit", "--quiet", "--all", "--message", "notes");
    TestRepository.run(other, "push", "--quiet");
    String theirs = remoteHead();

    assertThat(push())
        .isInstanceOfSatisfying(
            Written.Done.class, done -> assertThat(done.commit().id()).isEqualTo(remoteHead()));
    assertThat(TestRepository.run(repository.bare(), "rev-parse", "main^")).isEqualTo(theirs);
    assertThat(repository.head()).isEqualTo(remoteHead());
    assertThat(read("notes.txt")).isEqualTo("by another\n");
  }

  @Test
  void commitsThatWereNotPushedAreNotPushedAlong() throws Exception {
    String unpushed = repository.write("notes.txt", "mine\n").commit("mine");
    assertThat(push())
        .isInstanceOfSatisfying(
            Written.Done.class, done -> assertThat(done.note()).contains("git pull"));
    assertThat(TestRepository.run(repository.bare(), "rev-parse", "main^")).isEqualTo(second);
    assertThat(repository.head()).isEqualTo(unpushed);
  }

  @Test
  void aProtectedBranchRefusesInTheServersOwnWords() throws Exception {
    Path hook = repository.bare().resolve("hooks/pre-receive");
    Files.writeString(hook, "#!/bin/sh\necho 'main is protected' >&2\nexit 1\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(push())
        .isEqualTo(new Written.Refused("main is protected: pre-receive hook declined"));
    assertThat(repository.head()).isEqualTo(second);
  }

  @Test
  void aPushThatSomebodyElseBeatIsDoneAgainOnTheirs() throws Exception {
    try (CommitWriter writer = CommitWriter.inAndPush(repository.work(), Optional.of("main"))) {
      Revision seen = writer.head();
      TestRepository.run(folder, "clone", "--quiet", repository.url(), "other");
      Path other = folder.resolve("other");
      Files.writeString(other.resolve("notes.txt"), "faster\n");
      TestRepository.run(other, "commit", "--quiet", "--all", "--message", "notes");
      TestRepository.run(other, "push", "--quiet");
      String theirs = remoteHead();
      assertThat(
              writer.write(
                  new NewCommit(
                      seen, "production", new Revision(first), "back", ANN, Optional.empty())))
          .isInstanceOf(Written.Done.class);
      assertThat(TestRepository.run(repository.bare(), "rev-parse", "main^")).isEqualTo(theirs);
    }
  }

  @Test
  void theClonesOwnGitSaysWhoItsUserIs() {
    assertThat(Identity.ofGitUser(repository.work()))
        .contains(new Identity("Clara Clone", "clara@example.com"));
    assertThat(Identity.ofGitUser(folder.resolve("nowhere"))).isEmpty();
  }
}
