package dev.backstay.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.git.CommitWriter;
import dev.backstay.git.GitException;
import dev.backstay.git.Remote;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rollback would do, asked of real repositories. */
final class RollbackTest {
  private static final String FILE = "production/app.yml";

  private final TestRepository repository;
  private String first = "";

  RollbackTest(@TempDir Path folder) {
    this.repository = TestRepository.create(folder.resolve("git"));
  }

  @BeforeEach
  void create() {
    first = repository.write(FILE, "image: 1.0.0\n").write("notes", "a\n").commit("one");
  }

  private RollbackPlan plan(Optional<String> to, DeployedState... deployed) throws GitException {
    return plan(new RollbackRequest("production", "production", to, "", List.of(deployed)));
  }

  private RollbackPlan plan(RollbackRequest request) throws GitException {
    repository.push();
    Remote remote = new Remote(repository.url(), "main", Optional.empty(), Duration.ofSeconds(10));
    try (CommitWriter writer = CommitWriter.at(remote, Clock.systemUTC())) {
      return Rollback.plan(writer, request);
    }
  }

  private RollbackPlan.Change change(String to) throws GitException {
    return (RollbackPlan.Change) plan(Optional.of(to));
  }

  private static DeployedState healthy(String revision) {
    return new DeployedState(revision, true);
  }

  private static String target(RollbackPlan plan) {
    return ((RollbackPlan.Change) plan).target().revision().id();
  }

  private static List<String> takenBack(RollbackPlan.Change plan) {
    return plan.takenBack().commits().stream().map(c -> c.commit().subject()).toList();
  }

  @Test
  void tellsWhatIsTakenBackTheDiffAndTheCommit() throws Exception {
    String second = repository.write(FILE, "image: 1.1.0\n").commit("two");
    repository.write("notes", "b\n").commit("elsewhere");
    String third = repository.write("production/b.yml", "b: 1\n").commit("three");
    RollbackPlan.Change plan = change(first.substring(0, 8));
    assertThat(takenBack(plan)).containsExactly("three", "two");
    assertThat(plan.diff())
        .containsExactly(
            "--- a/production/app.yml",
            "+++ b/production/app.yml",
            "@@ -1 +1 @@",
            "-image: 1.1.0",
            "+image: 1.0.0",
            "--- a/production/b.yml",
            "+++ /dev/null",
            "@@ -1 +0,0 @@",
            "-b: 1");
    assertThat(plan.message())
        .isEqualTo(
            """
            Roll back production to %s

            This reverts commit %s.
            This reverts commit %s.

            Backstay-Restores: production@%s
            """
                .formatted(first.substring(0, 7), third, second, first));
  }

  @Test
  void aCommitOfWhichOnlyAPartIsTakenBackIsNotCalledReverted() throws Exception {
    repository.write(FILE, "image: 1.1.0\n").write("notes", "b\n").commit("both");
    RollbackPlan.Change plan = change(first);
    assertThat(takenBack(plan)).containsExactly("both");
    assertThat(plan.message()).doesNotContain("This reverts");
  }

  @Test
  void aCommitThatWasRevertedBeforeIsNotRevertedAgain() throws Exception {
    String second = repository.write(FILE, "image: 1.1.0\n").commit("two");
    String third = repository.write("production/b.yml", "b: 1\n").commit("three");
    repository.revert(second);
    RollbackPlan.Change plan = change(first);
    assertThat(takenBack(plan)).containsExactly("Revert \"two\"", "three", "two");
    assertThat(plan.message()).containsOnlyOnce("This reverts").contains(third);
  }

  @Test
  void onlyWhatCameAfterTheLastTimeTheStateWasThereIsTakenBack() throws Exception {
    String second = repository.write(FILE, "image: 1.1.0\n").commit("two");
    repository.revert(second);
    repository.write(FILE, "image: 1.2.0\n").commit("three");
    assertThat(takenBack(change(first))).containsExactly("three");
  }

  @Test
  void aMergeIsTakenBackAsAWhole() throws Exception {
    repository.branch("feature").write(FILE, "image: 1.1.0\n").commit("feature");
    repository.checkout("main");
    String merge = repository.merge("feature");
    RollbackPlan.Change plan = change(first);
    assertThat(takenBack(plan)).containsExactly("Merge feature");
    assertThat(plan.message()).contains("This reverts commit " + merge);
  }

  @Test
  void aCommitInsideOfAMergedBranchIsATargetToo() throws Exception {
    repository.branch("feature");
    String inside = repository.write(FILE, "image: 1.1.0\n").commit("half");
    repository.write(FILE, "image: 1.2.0\n").commit("whole");
    repository.checkout("main").merge("feature");
    RollbackPlan.Change plan = change(inside);
    assertThat(takenBack(plan)).containsExactly("Merge feature");
    assertThat(plan.message()).doesNotContain("This reverts");
  }

  @Test
  void aStateThatIsThereAlreadyNeedsNothing() throws Exception {
    repository.write("notes", "b\n").commit("elsewhere");
    assertThat(plan(Optional.of(first))).isInstanceOf(RollbackPlan.Nothing.class);
  }

  @Test
  void whatCannotBeATargetIsToldWithAReason() throws Exception {
    assertThat(plan(Optional.of("1234567")))
        .isEqualTo(
            new RollbackPlan.Impossible(
                "there is no commit 1234567 in the branch, or more than one"));
    repository.git("checkout", "--quiet", "--orphan", "unrelated");
    repository.git("rm", "-rf", "--quiet", ".");
    repository.write("x", "x").commit("unrelated");
    String elsewhere = repository.head();
    repository.checkout("main");
    assertThat(plan(Optional.of(elsewhere))).isInstanceOf(RollbackPlan.Impossible.class);
    repository.delete("production").commit("gone");
    String gone = repository.head();
    repository.write(FILE, "image: 2\n").commit("new");
    assertThat(plan(Optional.of(gone)))
        .isInstanceOfSatisfying(
            RollbackPlan.Impossible.class,
            plan -> assertThat(plan.why()).contains("no folder production"));
  }

  @Test
  void withoutATargetItIsTheLastHealthyStateBeforeThisOne() throws Exception {
    String second = repository.write(FILE, "image: 1.1.0\n").commit("two");
    String third = repository.write(FILE, "image: broken\n").commit("three");
    String fourth = repository.write(FILE, "image: 1.2.0\n").commit("four");
    DeployedState sick = new DeployedState(third, false);
    assertThat(target(plan(Optional.empty(), healthy(fourth), sick, healthy(second))))
        .isEqualTo(second);
    assertThat(target(plan(Optional.empty(), sick, healthy(second), healthy(first))))
        .as("the head was never deployed")
        .isEqualTo(second);
    String forgotten = "1".repeat(40);
    assertThat(target(plan(Optional.empty(), healthy(fourth), healthy(forgotten), healthy(first))))
        .isEqualTo(first);
  }

  @Test
  void twoRollbacksInARowGoBackTwiceAndNotForwardAgain() throws Exception {
    String second = repository.write(FILE, "image: 1.1.0\n").commit("two");
    String third = repository.write(FILE, "image: 1.2.0\n").commit("three");
    String revert = repository.revert(third);
    DeployedState[] history = {healthy(revert), healthy(third), healthy(second), healthy(first)};
    assertThat(target(plan(Optional.empty(), history))).isEqualTo(first);
  }

  @Test
  void withoutAnythingBeforeItSaysSo() throws Exception {
    for (DeployedState[] history :
        List.of(new DeployedState[0], new DeployedState[] {healthy(first)})) {
      assertThat(plan(Optional.empty(), history))
          .isInstanceOfSatisfying(
              RollbackPlan.Impossible.class, plan -> assertThat(plan.why()).contains("--to"));
    }
  }

  @Test
  void aReasonIsInTheMessageAndCannotClaimAnything() throws Exception {
    repository.write(FILE, "image: 1.1.0\n").write("notes", "b\n").commit("two");
    String reason =
        "errors since noon\u001b[31m\nThis reverts commit 1234567.\n\nBackstay-Allow-Prune: 99";
    RollbackPlan.Change plan =
        (RollbackPlan.Change)
            plan(
                new RollbackRequest(
                    "production", "production", Optional.of(first), reason, List.of()));
    assertThat(plan.message())
        .contains("\n\nerrors since noon[31m\n  This reverts commit 1234567.")
        .endsWith("\n\nBackstay-Restores: production@" + first + "\n");
  }

  @Test
  void p9TheDiffShowsThatASecretChangesAndNotHow() throws Exception {
    String secret =
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  user: app\n  password: %s\n";
    String before =
        repository.write("production/secret.yml", secret.formatted("hunter2")).commit("secret");
    repository.write("production/secret.yml", secret.formatted("correct-horse")).commit("rotate");
    repository.write("production/.env", "PASSWORD=hunter2\n").commit("env");
    List<String> diff = change(before).diff();
    assertThat(diff)
        .contains("-  password: ***", "+  password: ***", "   user: ***")
        .contains("--- a/production/.env", "(content not shown: it is no manifest)");
    assertThat(String.join("\n", diff)).doesNotContain("hunter2", "correct-horse");
  }

  @Test
  void theDiffIsBoundedAndHoldsNoControlCharacters() throws Exception {
    repository.write("production/big.yml", "a: 1\n".repeat(5_000));
    repository.write("production/huge.yml", "a: 1\n".repeat(300_000));
    repository.write("production/esc.yml", "a: \u001b[31m\u202e\n").commit("much");
    List<String> diff = change(first).diff();
    assertThat(diff).hasSizeLessThan(2_100);
    assertThat(diff).anyMatch(line -> line.contains("more lines are not shown"));
    assertThat(diff.toString()).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void modesAndLinksAreTold() throws Exception {
    repository.symlink("production/link.yml", "app.yml").commit("link");
    repository.git("update-index", "--chmod=+x", FILE);
    repository.commitIndex("executable");
    assertThat(change(first).diff())
        .contains("old mode 100755", "new mode 100644", "--- a/production/link.yml")
        .contains("(content not shown: it is no manifest)");
  }
}
