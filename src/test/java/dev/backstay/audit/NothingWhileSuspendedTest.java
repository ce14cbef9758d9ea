package dev.backstay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Between a suspend and a resume nothing of the folder is written. */
final class NothingWhileSuspendedTest {
  private static final String FOUND = "suspended written while suspended";

  private final Script script = new Script().start().deploys(1, "aaa", "shop/a");

  @Test
  void theOrdersThemselvesAreNoBreach() {
    script.suspend().end().resume().end().deploys(2, "bbb", "shop/a");
    assertThat(script.violations()).isEmpty();
  }

  @Test
  void readsRehearsalsAndEventsAreNoBreach() {
    script.suspend().end().correction(1).get("shop/a").dryRun("shop/a");
    script.request("create", "events", "shop/", "", 201);
    assertThat(script.violations()).isEmpty();
  }

  @Test
  void seesASyncAndACorrection() {
    script.suspend().end().correction(1).apply("shop/a");
    script.deploys(2, "bbb", "shop/b");
    assertThat(script.violations()).containsExactly(FOUND, FOUND);
  }

  @Test
  void seesThatASyncGoesOn() {
    script.sync(2, "bbb").dryRun("shop/a").dryRun("shop/b").parent().apply("shop/a");
    script.suspend().parent().sync(2, "bbb").apply("shop/b");
    assertThat(script.entry(2, "synced", "bbb", 2, 10).end().violations()).contains(FOUND);
  }

  @Test
  void aRestartDoesNotEndIt() {
    script.suspend().end().start().sync(1, "bbb").dryRun("shop/a").parent().apply("shop/a");
    assertThat(script.entry(2, "synced", "bbb", 1, 10).end().violations()).containsExactly(FOUND);
  }

  @Test
  void oneThatCouldNotBeWrittenDownBindsNobody() {
    script.suspend().request("patch", "configmaps", "shop/backstay-production", "", 409);
    script.deploys(2, "bbb", "shop/a");
    assertThat(script.violations()).isEmpty();
  }

  @Test
  void toGoOnNeedsNoParentThatSomebodyDeleted() {
    script.suspend().end().resume();
    script.request("patch", "configmaps", "shop/backstay-production", "", 404);
    script.deploys(2, "bbb", "shop/a");
    assertThat(script.violations()).isEmpty();
  }
}
