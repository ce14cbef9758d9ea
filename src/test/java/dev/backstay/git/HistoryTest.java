package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commits changed a folder, and which descend from which. */
class HistoryTest {
  @TempDir Path folder;
  private TestRepository git;
  private Opened opened;

  @BeforeEach
  void create() throws Exception {
    git = TestRepository.create(folder);
    opened = Opened.at(folder.resolve("data"), git.url());
  }

  @AfterEach
  void close() {
    opened.close();
  }

  @Test
  void aCommitDescendsFromItselfAndItsAncestors() throws Exception {
    String first = change("production", "First");
    String second = change("production", "Second");
    poll();

    assertThat(descends(second, first)).isTrue();
    assertThat(descends(second, second)).isTrue();
    assertThat(descends(first, second)).isFalse();
  }

  @Test
  void aForcePushedCommitDoesNotDescendFromTheOneItReplaced() throws Exception {
    String base = change("production", "Base");
    String replaced = change("production", "Replaced");
    poll();
    git.reset(base);
    String replacement = change("production", "Replacement");
    git.forcePush();

    assertThat(opened.poll().id()).isEqualTo(replacement);

    assertThat(descends(replacement, replaced)).isFalse();
    assertThat(descends(replacement, base)).isTrue();
    assertThat(repository().commit(new Revision(replaced)).subject()).isEqualTo("Replaced");
  }

  @Test
  void followsABranchThatWasMovedBack() throws Exception {
    String first = change("production", "First");
    String second = change("production", "Second");
    poll();
    git.reset(first).forcePush();

    assertThat(opened.poll().id()).isEqualTo(first);

    assertThat(descends(first, second)).isFalse();
  }

  @Test
  void aBranchMadeAnewIsUnrelated() throws Exception {
    String old = change("production", "Old");
    poll();
    git.git("checkout", "--quiet", "--orphan", "fresh");
    String fresh = change("production", "New beginning");
    git.git("push", "--quiet", "--force", "origin", "fresh:main");

    assertThat(opened.poll().id()).isEqualTo(fresh);

    assertThat(descends(fresh, old)).isFalse();
  }

  @Test
  void anUnknownCommitIsNoAncestor() throws Exception {
    String head = change("production", "First");
    poll();

    assertThat(descends(head, "1".repeat(40))).isFalse();
    assertThatThrownBy(() -> descends("1".repeat(40), head))
        .extracting("kind")
        .isEqualTo(GitException.Kind.NOT_FOUND);
  }

  @Test
  void findsTheNewestCommitThatChangedTheFolder() throws Exception {
    change("production", "First");
    String second = change("production", "Second");
    change("staging", "Elsewhere");
    Revision head = poll();

    Commit newest = repository().newestChange(head, "production").orElseThrow();

    assertThat(newest.revision().id()).isEqualTo(second);
    assertThat(newest.subject()).isEqualTo("Second");
    assertThat(newest.author()).isEqualTo("Ada Author");
    assertThat(newest.committed())
        .isBetween(Instant.now().minus(Duration.ofHours(1)), Instant.now());
  }

  @Test
  void findsItAgainAsTheHeadMovesOn() throws Exception {
    String first = change("production", "First");
    assertThat(newest("production", poll())).isEqualTo(first);
    change("staging", "Elsewhere");
    assertThat(newest("production", poll())).isEqualTo(first);
    String third = change("production", "Third");
    change("staging", "Elsewhere again");
    assertThat(newest("production", poll())).isEqualTo(third);
  }

  @Test
  void aMergeStandsForWhatItBrought() throws Exception {
    change("production", "First");
    git.branch("feature");
    change("production", "On a branch");
    git.checkout("main");
    change("staging", "Meanwhile");
    String merge = git.merge("feature");
    Revision head = poll();

    assertThat(newest("production", head)).isEqualTo(merge);
    assertThat(between(Optional.empty(), head, "production"))
        .containsExactly("Merge feature", "First");
  }

  @Test
  void aMergeThatBroughtNothingForTheFolderIsPassedOver() throws Exception {
    String first = change("production", "First");
    git.branch("feature");
    change("staging", "On a branch");
    git.checkout("main");
    git.merge("feature");

    assertThat(newest("production", poll())).isEqualTo(first);
  }

  @Test
  void aRevertIsAChange() throws Exception {
    change("production", "First");
    String bad = change("production", "Bad");
    String revert = git.revert(bad);
    git.push();
    Revision head = poll();

    Commit newest = repository().newestChange(head, "production").orElseThrow();

    assertThat(newest.revision().id()).isEqualTo(revert);
    assertThat(newest.subject()).isEqualTo("Revert \"Bad\"");
    assertThat(newest.message()).contains("This reverts commit " + bad);
    assertThat(repository().treeId(head, "production"))
        .contains(git.treeId("HEAD~2", "production"));
  }

  @Test
  void theCommitThatRemovedTheFolderIsItsNewestChange() throws Exception {
    change("production", "First");
    change("staging", "Other");
    git.delete("production");
    String removal = git.commit("Remove");
    git.push();

    assertThat(newest("production", poll())).isEqualTo(removal);
  }

  @Test
  void aFolderThatNeverWasHasNoChange() throws Exception {
    change("production", "First");

    assertThat(repository().newestChange(poll(), "nowhere")).isEmpty();
  }

  @Test
  void everyCommitWithAChangeIsOneOfTheRoot() throws Exception {
    change("production", "First");
    String second = change("staging", "Second");
    git.commit("Nothing in it");
    git.push();

    assertThat(newest(".", poll())).isEqualTo(second);
  }

  @Test
  void listsTheCommitsSinceAnotherNewestFirst() throws Exception {
    String old = change("production", "Old");
    change("production", "One");
    change("staging", "Elsewhere");
    change("production", "Two");
    Revision head = poll();

    assertThat(between(Optional.of(old), head, "production")).containsExactly("Two", "One");
    assertThat(between(Optional.of(head.id()), head, "production")).isEmpty();
  }

  @Test
  void listsNothingThatTheOldCommitHadAlready() throws Exception {
    change("production", "Base");
    git.branch("feature");
    change("production", "Old head of main");
    String old = git.head();
    git.push().git("push", "--quiet", "origin", "feature:main");
    // main moves on by a merge whose first parent is not the old head
    git.git("checkout", "--quiet", "-b", "side", "HEAD~1");
    git.write("staging/x.yaml", "x").commit("Side");
    git.merge("feature");
    git.git("push", "--quiet", "origin", "side:main");
    Revision head = opened.poll();

    assertThat(between(Optional.of(old), head, "production")).containsExactly("Merge feature");
    assertThat(between(Optional.of(old), head, "staging")).containsExactly("Side");
  }

  @Test
  void listsAllCommitsAlsoThoseThatAMergeBroughtAndEmptyOnes() throws Exception {
    String old = change("production", "Old");
    git.branch("feature");
    change("production", "On a branch");
    change("staging", "Elsewhere on a branch");
    git.checkout("main");
    change("other", "Meanwhile");
    git.merge("feature");
    git.commit("Nothing in it");
    Revision head = poll();

    assertThat(repository().allCommitsBetween(new Revision(old), head, "production"))
        .extracting(Commit::subject)
        .containsExactlyInAnyOrder("Nothing in it", "Merge feature", "On a branch");
    assertThat(repository().allCommitsBetween(head, head, "production")).isEmpty();
  }

  @Test
  void listsAtMostAHundredCommits() throws Exception {
    for (int i = 0; i < 105; i++) {
      git.write("production/app.yaml", "n: " + i + "\n").commit("Commit " + i);
    }
    git.push();

    assertThat(between(Optional.empty(), poll(), "production"))
        .hasSize(100)
        .startsWith("Commit 104");
  }

  @Test
  void doesNotGuessWhatCameAfterAnUnknownCommit() throws Exception {
    change("production", "First");
    Revision head = poll();

    assertThatThrownBy(() -> between(Optional.of("1".repeat(40)), head, "production"))
        .extracting("kind")
        .isEqualTo(GitException.Kind.NOT_FOUND);
  }

  private ConfigRepository repository() {
    return opened.repository();
  }

  private Revision poll() throws GitException {
    git.push();
    return opened.poll();
  }

  private String change(String environment, String message) {
    return git.write(environment + "/app.yaml", "text: " + message + "\n").commit(message);
  }

  private boolean descends(String newer, String older) throws GitException {
    return repository().descends(new Revision(newer), new Revision(older));
  }

  private String newest(String path, Revision head) throws GitException {
    return repository().newestChange(head, path).orElseThrow().revision().id();
  }

  private List<String> between(Optional<String> old, Revision head, String path)
      throws GitException {
    return repository().commitsBetween(old.map(Revision::new), head, path).stream()
        .map(Commit::subject)
        .toList();
  }
}
