package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MailboxTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Mailbox mailbox = new Mailbox();

  private static Target target(String head, String tree) {
    return new Target(head, Optional.of(tree), Instant.EPOCH);
  }

  @Test
  void theLatestHeadTakesThePlaceOfOneThatWasNotLookedAt() {
    mailbox.post(target("1", "a"));
    mailbox.post(target("2", "b"));
    assertThat(mailbox.latest()).contains(target("2", "b"));
    assertThat(mailbox.hasNews()).isTrue();
    assertThat(mailbox.takeNews()).isFalse();
    assertThat(mailbox.hasNews()).isFalse();
  }

  @Test
  void onlyAnotherFolderOvertakes() {
    mailbox.post(target("1", "a"));
    assertThat(mailbox.isOvertaken(target("1", "a"))).isFalse();
    mailbox.post(target("2", "a"));
    assertThat(mailbox.isOvertaken(target("1", "a"))).isFalse();
    mailbox.post(target("3", "b"));
    assertThat(mailbox.isOvertaken(target("1", "a"))).isTrue();
  }

  @Test
  void stoppingOvertakesEverything() {
    mailbox.stop();
    assertThat(mailbox.isOvertaken(target("1", "a"))).isTrue();
    assertThat(mailbox.isStopping()).isTrue();
    assertThat(mailbox.hasNews()).isTrue();
  }

  @Test
  void somebodyWhoAsksIsHeardOnce() {
    mailbox.ask();
    assertThat(mailbox.takeNews()).isTrue();
    assertThat(mailbox.takeNews()).isFalse();
  }

  @Test
  void aWaitEndsWithTheChangeThatItIsFor() {
    Thread.startVirtualThread(() -> mailbox.post(target("1", "a")));
    assertThat(mailbox.await(mailbox::hasNews, LONG)).isTrue();
  }

  @Test
  void aNudgeMakesAConditionBeLookedAtAgain() {
    boolean[] healed = {false};
    Thread.startVirtualThread(
        () -> {
          healed[0] = true;
          mailbox.nudge();
        });
    assertThat(mailbox.await(() -> healed[0], LONG)).isTrue();
  }

  @Test
  void aWaitWithoutTimeTellsHowThingsAre() {
    assertThat(mailbox.await(() -> false, Duration.ZERO)).isFalse();
    assertThat(mailbox.await(() -> true, Duration.ZERO)).isTrue();
  }
}
