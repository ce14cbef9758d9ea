package dev.backstay.sync;

import static dev.backstay.sync.Samples.NOON;
import static dev.backstay.sync.Samples.PROBLEM;
import static dev.backstay.sync.Samples.commit;
import static dev.backstay.sync.Samples.manifest;
import static dev.backstay.sync.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.backstay.git.Commit;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PassRecordTest {
  private static final Commit COMMIT = commit('a', "Make it blue");
  private static final SyncOutcome SYNCED = new SyncOutcome.Synced();

  private final ManualClock clock = new ManualClock(NOON.plusMillis(400));

  private PassRecord begin() {
    PassRecord record = new PassRecord(clock, target("head", "tree"), "input");
    record.isAbout(Change.NONE, List.of(COMMIT));
    return record;
  }

  private void pass(long milliseconds) {
    clock.advance(Duration.ofMillis(milliseconds));
  }

  @Test
  void timesEachPhaseFromTheFirstSightOfTheCommit() {
    PassRecord record = begin();
    pass(100);
    record.enter(State.APPLYING);
    pass(200);
    record.enter(State.ROLLING_OUT);
    pass(1_300);
    record.enter(State.PRUNING);
    pass(50);
    record.enter(State.SYNCED);
    assertThat(record.entry(1, SYNCED).phases())
        .containsExactly(
            entry("seen", 0.4),
            entry("checked", 0.1),
            entry("applied", 0.2),
            entry("healthy", 1.3),
            entry("pruned", 0.05));
    assertThat(record.phaseWords())
        .isEqualTo("seen 0.4 checked 0.1 applied 0.2 healthy 1.3 pruned 0.1");
    assertThat(record.secondsSinceSeen()).isEqualTo(2.05);
  }

  @Test
  void addsUpAPhaseThatComesTwice() {
    PassRecord record = begin();
    record.enter(State.APPLYING);
    pass(200);
    record.enter(State.ROLLING_OUT);
    pass(1_000);
    record.enter(State.APPLYING);
    pass(300);
    record.enter(State.ROLLING_OUT);
    assertThat(record.summary().phases()).contains(entry("applied", 0.5), entry("healthy", 1.0));
  }

  @Test
  void doesNotTimeWhatIsNoPhase() {
    PassRecord record = begin();
    record.enter(State.FAILED);
    pass(9_000);
    record.enter(State.CHECKING);
    assertThat(record.summary().phases().keySet()).containsExactlyInAnyOrder("seen", "checked");
  }

  @Test
  void neverTellsANegativeTime() {
    PassRecord record = begin();
    clock.advance(Duration.ofHours(-1));
    record.enter(State.APPLYING);
    assertThat(record.summary().phases()).contains(entry("checked", 0.0));
    assertThat(record.secondsSinceSeen()).isZero();
  }

  @Test
  void countsWhatBecameOfTheObjectsByTheirLastWord() {
    PassRecord record = begin();
    record.result(manifest("", "ConfigMap", "home", "a", "{}"), "unchanged");
    record.result(manifest("", "ConfigMap", "home", "b", "{}"), "failed");
    record.result(manifest("", "ConfigMap", "home", "b", "{}"), "created");
    record.result(manifest("apps", "Deployment", "home", "c", "{}"), "configured");
    record.result(new ObjectKey("", "Service", "home", "d"), "pruned");
    assertThat(record.counts()).isEqualTo(new Counts(3, 1, 1, 1, 1));
    assertThat(record.entry(1, SYNCED).objects())
        .containsExactlyInAnyOrder(
            "configmap/b created", "deployment.apps/c configured", "service/d pruned");
    assertThat(record.objects())
        .extracting(ObjectStatus::source)
        .containsOnly("production/all.yaml:1", "");
  }

  @Test
  void remembersWhatTheCommitSays() {
    PassRecord record = begin();
    pass(600);
    HistoryEntry entry = record.entry(7, SYNCED);
    assertThat(entry.number()).isEqualTo(7);
    assertThat(entry.outcome()).isEqualTo("synced");
    assertThat(entry.revision()).isEqualTo("a".repeat(40));
    assertThat(entry.tree()).isEqualTo("tree");
    assertThat(entry.inputId()).isEqualTo("input");
    assertThat(entry.subject()).isEqualTo("Make it blue");
    assertThat(entry.author()).isEqualTo("Ann");
    assertThat(entry.started()).isEqualTo(NOON.plusMillis(400));
    assertThat(entry.finished()).isEqualTo(NOON.plusSeconds(1));
    assertThat(entry.commits()).containsExactly("aaaaaaa Make it blue");
    assertThat(record.deployed())
        .isEqualTo(
            new Deployed(
                "a".repeat(40),
                "head",
                "tree",
                "input",
                "Make it blue",
                "Ann",
                COMMIT.committed(),
                NOON.plusSeconds(1),
                Optional.empty()));
  }

  @Test
  void commitsCountUntilAllTheirDeletesAreDone() {
    PassRecord record = begin();
    record.prunesBy(new PruneOrders(7, false), "older");
    record.pruneIsSettled(false);
    assertThat(record.deployed().settledHead()).isEqualTo("older");
    record.pruneIsSettled(true);
    assertThat(record.deployed().settledHead()).isEqualTo("head");
    assertThat(record.pruneOrders().allowed()).isEqualTo(7);
  }

  @Test
  void whatIsHeldBackIsCountedAndIsNoChange() {
    PassRecord record = begin();
    record.held(new ObjectKey("", "Service", "home", "d"));
    assertThat(record.heldCount()).isEqualTo(1);
    assertThat(record.counts()).isEqualTo(Counts.NONE);
    assertThat(record.entry(1, SYNCED).objects()).isEmpty();
    assertThat(record.objects()).allMatch(ObjectStatus::isHeld);
  }

  @Test
  void saysSoWhereTheFolderIsMissing() {
    PassRecord record = new PassRecord(clock, new Target("head", Optional.empty(), NOON), "input");
    record.isAbout(
        new Change(Change.Kind.ROLLBACK, "", "b".repeat(40), List.of()), List.of(COMMIT));
    assertThat(record.entry(1, SYNCED).tree()).isEmpty();
    assertThat(record.entry(1, SYNCED).change().words()).isEqualTo("rollback to bbbbbbb");
  }

  @Test
  void bringsTheNewestOfManyCommits() {
    PassRecord record = begin();
    record.isAbout(Change.NONE, Collections.nCopies(500, COMMIT));
    assertThat(record.entry(1, SYNCED).commits()).hasSize(20);
  }

  @Test
  void isBoundedHoweverMuchGoesWrong() {
    PassRecord record = begin();
    for (int i = 0; i < 500; i++) {
      record.result(manifest("", "ConfigMap", "home", "cm" + i, "{}"), "created");
    }
    Problem endless = Problem.general(ProblemCode.INVALID, "x".repeat(10_000), "");
    HistoryEntry entry =
        record.entry(1, new SyncOutcome.Refused(Collections.nCopies(500, endless), true));
    assertThat(entry.counts().created()).isEqualTo(500);
    assertThat(entry.objects()).hasSize(50);
    assertThat(entry.errors()).hasSize(20).allMatch(e -> e.length() < 510 && e.endsWith(" …"));
  }

  @Test
  void keepsShortErrorsAsTheyAre() {
    HistoryEntry entry = begin().entry(1, new SyncOutcome.Failed(List.of(PROBLEM)));
    assertThat(entry.errors()).containsExactly("BKS-402 it failed");
  }

  @Test
  void aSummaryCannotBeChangedFromOutside() {
    Map<String, Double> phases = begin().summary().phases();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> phases.put("x", 1.0));
  }
}
