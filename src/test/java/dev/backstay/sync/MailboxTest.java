package dev.backstay.sync;

import static dev.backstay.sync.Samples.NOON;
import static dev.backstay.sync.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class MailboxTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Mailbox mailbox = new Mailbox((newer, _) -> !newer.head().startsWith("untrusted"));

  /** Somebody who waits, and has found the condition not to hold. */
  private CompletableFuture<Boolean> waiting(BooleanSupplier condition)
      throws InterruptedException {
    CountDownLatch looked = new CountDownLatch(1);
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    Thread.startVirtualThread(
        () ->
            result.complete(
                mailbox.await(
                    () -> {
                      // told under the lock, which is given up only by waiting
                      boolean holds = condition.getAsBoolean();
                      looked.countDown();
                      return holds;
                    },
                    LONG)));
    assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
    return result;
  }

  private static boolean end(CompletableFuture<Boolean> waiting) throws Exception {
    return waiting.get(10, TimeUnit.SECONDS);
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(mailbox.latest()).isEmpty();
    assertThat(mailbox.hasNews()).isFalse();
    assertThat(mailbox.isStopping()).isFalse();
    assertThat(mailbox.isOvertaken(target("h1", "a"))).isFalse();
  }

  @Test
  void keepsOnlyTheLatest() {
    mailbox.post(target("h1", "a"));
    mailbox.post(target("h2", "b"));
    assertThat(mailbox.latest()).contains(target("h2", "b"));
  }

  @Test
  void tellsNewsOnce() {
    mailbox.post(target("h1", "a"));
    assertThat(mailbox.hasNews()).isTrue();
    assertThat(mailbox.takeNews()).as("asked").isFalse();
    assertThat(mailbox.hasNews()).isFalse();
    assertThat(mailbox.latest()).isPresent();
  }

  @Test
  void tellsOnceThatSomebodyAsked() {
    mailbox.ask();
    assertThat(mailbox.hasNews()).isTrue();
    assertThat(mailbox.takeNews()).isTrue();
    assertThat(mailbox.takeNews()).isFalse();
  }

  @Test
  void tellsOnceThatWaitsShallEndAndOfWhen() {
    mailbox.endWaits(NOON);
    mailbox.endWaits(NOON.plusSeconds(1));
    assertThat(mailbox.hasNews()).isTrue();
    assertThat(mailbox.takeNews()).as("asked").isFalse();
    assertThat(mailbox.takeEndOfWaits()).contains(NOON.plusSeconds(1));
    assertThat(mailbox.takeEndOfWaits()).isEmpty();
    assertThat(mailbox.hasNews()).isFalse();
  }

  @Test
  void aSyncDoesNotMakeWayForAHeadThatWillBeRefused() {
    mailbox.post(target("untrusted", "b"));
    assertThat(mailbox.isOvertaken(target("h1", "a"))).isFalse();
    assertThat(mailbox.latest()).contains(target("untrusted", "b"));
  }

  @Test
  void aSyncMakesWayOnlyForAnotherFolder() {
    Target current = target("h1", "a");
    mailbox.post(current);
    assertThat(mailbox.isOvertaken(current)).isFalse();
    mailbox.post(target("h2", "a"));
    assertThat(mailbox.isOvertaken(current)).isFalse();
    mailbox.post(target("h3", "b"));
    assertThat(mailbox.isOvertaken(current)).isTrue();
  }

  @Test
  void aSyncMakesWayForAFolderThatIsGone() {
    mailbox.post(new Target("h2", Optional.empty(), NOON));
    assertThat(mailbox.isOvertaken(target("h1", "a"))).isTrue();
  }

  @Test
  void aSyncMakesWayForTheEnd() {
    mailbox.post(target("h1", "a"));
    mailbox.stop();
    assertThat(mailbox.isOvertaken(target("h1", "a"))).isTrue();
    assertThat(mailbox.isStopping()).isTrue();
    assertThat(mailbox.takeNews()).isFalse();
    assertThat(mailbox.hasNews()).as("the end stays news").isTrue();
  }

  @Test
  void doesNotWaitForWhatHolds() {
    assertThat(mailbox.await(() -> true, Duration.ZERO)).isTrue();
  }

  @Test
  void doesNotWaitLongerThanItMay() {
    assertThat(mailbox.await(() -> false, Duration.ZERO)).isFalse();
    assertThat(mailbox.await(() -> false, Duration.ofMillis(1))).isFalse();
  }

  @Test
  void aNewTargetEndsAWait() throws Exception {
    CompletableFuture<Boolean> waiting = waiting(mailbox::hasNews);
    mailbox.post(target("h1", "a"));
    assertThat(end(waiting)).isTrue();
  }

  @Test
  void whoeverAsksEndsAWait() throws Exception {
    CompletableFuture<Boolean> waiting = waiting(mailbox::hasNews);
    mailbox.ask();
    assertThat(end(waiting)).isTrue();
  }

  @Test
  void theEndEndsAWait() throws Exception {
    CompletableFuture<Boolean> waiting = waiting(mailbox::hasNews);
    mailbox.stop();
    assertThat(end(waiting)).isTrue();
  }

  @Test
  void aNudgeMakesWhoeverWaitsLookAgain() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    CompletableFuture<Boolean> waiting = waiting(() -> done.getCount() == 0);
    done.countDown();
    mailbox.nudge();
    assertThat(end(waiting)).isTrue();
    assertThat(mailbox.hasNews()).as("a nudge is no news").isFalse();
  }

  private static PostedOrder suspend() {
    return PostedOrder.of(
        new SuspensionOrder.Suspend(new Suspension("Ada", "", NOON, Optional.empty())));
  }

  private static PostedOrder resume() {
    return PostedOrder.of(new SuspensionOrder.Resume("Ada"));
  }

  @Test
  void aSyncMakesWayForASuspendUntilThatIsTaken() {
    mailbox.post(target("h1", "a"));
    mailbox.order(suspend());
    assertThat(mailbox.isOvertaken(target("h1", "a"))).isTrue();
    mailbox.takeOrders();
    assertThat(mailbox.isOvertaken(target("h1", "a"))).isFalse();
  }

  @Test
  void aSyncMakesNoWayForAResume() {
    mailbox.order(resume());
    assertThat(mailbox.isOvertaken(target("h1", "a"))).isFalse();
    assertThat(mailbox.hasNews()).isTrue();
  }

  @Test
  void anOrderEndsAWait() throws Exception {
    CompletableFuture<Boolean> waiting = waiting(mailbox::hasNews);
    mailbox.order(resume());
    assertThat(end(waiting)).isTrue();
  }

  @Test
  void allOrdersAreTakenOnceAndInTheirOrder() {
    PostedOrder first = suspend();
    PostedOrder second = resume();
    mailbox.order(first);
    mailbox.order(second);
    assertThat(mailbox.takeNews()).as("asked").isFalse();
    assertThat(mailbox.hasNews()).as("an order stays news until it is taken").isTrue();
    assertThat(mailbox.takeOrders()).containsExactly(first, second);
    assertThat(mailbox.takeOrders()).isEmpty();
    assertThat(mailbox.hasNews()).isFalse();
  }

  @Test
  void anOrderAfterTheEndIsAnsweredAtOnce() {
    mailbox.stop();
    PostedOrder late = suspend();
    mailbox.order(late);
    assertThat(late.answer().join()).isInstanceOf(SuspensionAnswer.NotRecorded.class);
    assertThat(mailbox.takeOrders()).isEmpty();
  }

  @Test
  void anInterruptIsTheEnd() {
    Thread.currentThread().interrupt();
    assertThat(mailbox.await(() -> false, LONG)).isFalse();
    assertThat(Thread.interrupted()).as("kept for the caller").isTrue();
    assertThat(mailbox.isStopping()).isTrue();
  }
}
