package dev.backstay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each promise: a history that keeps it, and histories that break it. */
final class PromisesTest {
  private final Script script = new Script().start();

  /** Something is deployed already: what follows has to be rehearsed. */
  private Script deployed() {
    return script.deploys(1, "aaa", "shop/a", "shop/b");
  }

  private Script eightApplied() {
    String[] all = IntStream.range(0, 8).mapToObj(i -> "shop/o" + i).toArray(String[]::new);
    Stream.of(all).forEach(script::dryRun);
    return script.parent().apply(all);
  }

  @Test
  void aGoodHistoryBreaksNone() {
    script.sync(1, "aaa").parent().apply("shop/a", "shop/b").entry(1, "synced", "aaa", 2, 2).end();
    script.rest().request("list", "configmaps", "shop/", "?labelSelector=x", 200);
    script.rest().request("patch", "configmaps", "shop/backstay-production-digests", "", 200);
    script.sync(2, "bbb").dryRun("shop/a").parent().apply("shop/a").prune("shop/b");
    script.entry(2, "synced", "bbb", 1, 1).end();
    script.agent("one").start().rest();
    script.sync(1, "ccc").dryRun("shop/a", 422);
    script.entry(3, "refused", "ccc", 0, 1, "BKS-204 a.yml:3 configmap/a: no").end();
    script.commit("aaa", "").commit("bbb", "aaa").commit("ccc", "bbb");

    assertThat(script.violations()).isEmpty();
    assertThat(script.verdict().summary())
        .isEqualTo("19 requests of 3 syncs checked, 0 violations");
  }

  @Test
  void p1SeesAWriteBetweenSyncs() {
    assertThat(deployed().rest().apply("shop/a").violations())
        .containsExactly("P1 written outside of a sync");
  }

  @Test
  void p1AllowsAStartToTakeTheParentOver() {
    assertThat(deployed().agent("two").start().parent().rest().violations()).isEmpty();
    assertThat(script.parent().violations()).containsExactly("P1 written outside of a sync");
  }

  @Test
  void p1SeesARehearsalBetweenSyncs() {
    assertThat(deployed().rest().dryRun("shop/a").violations())
        .containsExactly("P1 written outside of a sync");
  }

  @Test
  void p1SeesReadingWithoutEnd() {
    deployed().rest();
    for (int i = 0; i < 61; i++) {
      script.later(Duration.ofMillis(-500)).get("shop/a");
    }
    assertThat(script.violations()).containsExactly("P1 more than 60 reads a minute at rest");
  }

  @Test
  void p1KnowsACorrectionByItsRecord() {
    String from = deployed().now().toString();
    script.rest().apply("shop/a");
    script.line(
        """
        {"kind":"Correction","environment":"shop/production","objects":["configmap/a configured"],\
        "started":"%s","finished":"%s"}"""
            .formatted(from, script.now()));
    assertThat(script.violations()).isEmpty();
  }

  @Test
  void p2SeesAnObjectAppliedTwice() {
    deployed().sync(2, "bbb").dryRun("shop/a").parent().apply("shop/a", "shop/a").end();
    assertThat(script.violations()).contains("P2 applied again in the same pass");
  }

  @Test
  void p2AllowsASecondTryWhereAnswersGetLost() {
    deployed().sync(2, "bbb").dryRun("shop/a").parent().apply("shop/a", "shop/a");
    script.entry(2, "synced", "bbb", 1, 10).end().line("{\"kind\":\"Disturbance\"}");
    assertThat(script.violations()).isEmpty();
    assertThat(script.sync(2, "bbb").apply("shop/a").violations())
        .contains("P2 applied again in the same pass");
  }

  @Test
  void p2SeesAParentWrittenThreeTimesAndASecondEvent() {
    deployed().sync(2, "bbb").parent().end().end().entry(2, "synced", "bbb", 0, 10);
    assertThat(script.violations())
        .containsExactlyInAnyOrder(
            "P2 parent written 3 times in one pass", "P2 Event told 2 times in one pass");
  }

  @Test
  void p2SeesThatMuchMoreIsAppliedThanChanged() {
    deployed().sync(2, "bbb");
    eightApplied().entry(2, "synced", "bbb", 1, 10).end();
    assertThat(script.violations()).containsExactly("P2 8 objects applied, of which changed 1");
  }

  @Test
  void p2AllowsEverythingOnceMoreAfterASyncThatDidNotEnd() {
    deployed().sync(2, "bbb").dryRun("shop/o0").parent().apply("shop/o0");
    script.start().sync(1, "bbb");
    eightApplied().entry(2, "synced", "bbb", 1, 10).end();
    assertThat(script.violations()).isEmpty();
  }

  @Test
  void p2SeesACorrectionThatWritesItsParentTwice() {
    deployed().correction(1).apply("shop/a").parent().end();
    assertThat(script.violations()).containsExactly("P2 parent written 2 times in one pass");
  }

  @Test
  void p3SeesAnApplyThatWasNotRehearsed() {
    deployed().sync(2, "bbb").dryRun("shop/a").parent().apply("shop/a", "shop/b");
    script.entry(2, "synced", "bbb", 2, 10).end();
    assertThat(script.violations()).containsExactly("P3 applied without a good dry-run");
  }

  @Test
  void p3SeesThatNothingWasRehearsed() {
    deployed().sync(2, "bbb").parent().apply("shop/a").entry(2, "synced", "bbb", 1, 10).end();
    assertThat(script.violations()).containsExactly("P3 applied without a good dry-run");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 409, 422})
  void p3SeesAnApplyAlthoughADryRunWasRefused(int code) {
    deployed().sync(2, "bbb").dryRun("shop/a").dryRun("shop/b", code).parent().apply("shop/a");
    script.entry(2, "synced", "bbb", 1, 10).end();
    assertThat(script.violations())
        .containsExactly("P3 the dry-run was refused, and yet there was an apply");
  }

  @Test
  void p3KnowsWhatIsDeferredAndTriedAgain() {
    deployed().sync(2, "bbb").dryRun("shop/crd").dryRun("shop/w", 404).parent().apply("shop/crd");
    script.dryRun("shop/w").apply("shop/w").entry(2, "synced", "bbb", 2, 10).end();
    assertThat(script.violations()).isEmpty();
  }

  @Test
  void p3KnowsAnObjectThatIsMadeAnewForAnImmutableField() {
    deployed().sync(2, "bbb").dryRun("shop/a", 422).dryRun("shop/b").parent();
    script.prune("shop/a").apply("shop/a", "shop/b").entry(2, "synced", "bbb", 2, 10).end();
    assertThat(script.violations()).isEmpty();
  }

  @Test
  void p7SeesAWriteWithoutIntent() {
    deployed().sync(2, "bbb").dryRun("shop/a").apply("shop/a").parent();
    script.entry(2, "synced", "bbb", 1, 10).end();
    assertThat(script.violations()).containsExactly("P7 written before the intent was on record");
  }

  @Test
  void p7SeesALostEntry() {
    deployed().deploys(2, "bbb", "shop/a");
    Script without = new Script();
    script.lines().stream().filter(line -> !line.contains("\"number\":2")).forEach(without::line);
    assertThat(without.violations()).contains("P7 the history has no entry of it");
  }

  @Test
  void p7KnowsAParentThatWasDeletedWithItsHistory() {
    deployed().deploys(2, "bbb", "shop/a").agent("two").start();
    Script without = new Script();
    script.lines().stream().filter(line -> !line.contains("\"Sync\"")).forEach(without::line);
    without.later(Duration.ofMinutes(1)).sync(1, "bbb");
    without.request("create", "configmaps", "shop/backstay-production", "", 201);
    without.dryRun("shop/a").apply("shop/a").entry(1, "synced", "bbb", 1, 1).end();
    assertThat(without.violations()).isEmpty();
  }

  @Test
  void p7SeesANumberThatIsLeftOutAndOneThatIsThereTwice() {
    deployed().deploys(3, "bbb", "shop/a").deploys(3, "ccc", "shop/a");
    assertThat(script.violations())
        .containsExactly("P7 it follows number 1", "P7 it follows number 3");
  }

  @Test
  void p7SeesAnEntryThatEndedBeforeItsPredecessor() {
    deployed()
        .deploys(2, "bbb", "shop/a")
        .later(Duration.ofHours(-1))
        .entry(3, "synced", "ccc", 0, 1);
    assertThat(script.violations()).contains("P7 it ended before the one that it follows");
  }

  @Test
  void p8SeesTwoSyncsOfOneEnvironmentAtOnce() {
    deployed().sync(2, "bbb").dryRun("shop/a").parent().apply("shop/a");
    script.agent("two").sync(1, "bbb").dryRun("shop/a").parent().apply("shop/a");
    assertThat(script.violations()).isEmpty();
    script.agent("one").sync(2, "bbb");
    for (int i = 0; i < 17; i++) {
      script.dryRun("shop/" + i).apply("shop/" + i);
    }
    assertThat(script.violations())
        .containsExactly("P8 written while a later sync was already writing");
  }

  @Test
  void p11SeesAnObjectWrittenAgainAndAgainWithoutACommit() {
    deployed();
    for (int i = 1; i <= 5; i++) {
      script.correction(i).apply("shop/a").end();
    }
    assertThat(script.violations()).isEmpty();
    script.correction(6).apply("shop/a").end();
    assertThat(script.violations())
        .containsExactly("P11 written again and again, and no commit asked for it");
  }

  @Test
  void p11AllowsACommitAfterTheOther() {
    for (int i = 1; i <= 8; i++) {
      script.deploys(i, "a" + i, "shop/a");
    }
    assertThat(script.violations()).isEmpty();
  }
}
