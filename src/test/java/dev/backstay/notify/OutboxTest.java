package dev.backstay.notify;

import static dev.backstay.notify.Samples.NEW;
import static dev.backstay.notify.Samples.OLD;
import static dev.backstay.notify.Samples.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.notify.CommitStatus.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What waits to be sent. */
final class OutboxTest {
  private final Outbox outbox = new Outbox(2);

  private CommitStatus take() throws InterruptedException {
    return outbox.take().orElseThrow().status();
  }

  @Test
  void p8TheNewestStatusOfACommitWins() throws InterruptedException {
    assertThat(outbox.put(status(OLD, State.PENDING))).isEmpty();
    assertThat(outbox.put(status(NEW, State.PENDING))).isEmpty();
    assertThat(outbox.put(status(OLD, State.SUCCESS))).isEmpty();
    assertThat(take()).isEqualTo(status(OLD, State.SUCCESS));
    assertThat(take()).isEqualTo(status(NEW, State.PENDING));
  }

  @Test
  void theOldestMakesRoom() throws InterruptedException {
    outbox.put(status(OLD, State.PENDING));
    outbox.put(status(NEW, State.PENDING));
    assertThat(outbox.put(new CommitStatus("staging", NEW, State.PENDING, "")))
        .map(Outbox.Letter::status)
        .contains(status(OLD, State.PENDING));
    assertThat(take()).isEqualTo(status(NEW, State.PENDING));
  }

  @Test
  void whatIsPutBackStandsBehindAndNeverBeforeSomethingNewer() throws InterruptedException {
    Outbox.Letter letter = new Outbox.Letter(status(OLD, State.PENDING), 3);
    outbox.put(status(NEW, State.PENDING));
    outbox.putBack(letter);
    assertThat(take()).isEqualTo(status(NEW, State.PENDING));
    assertThat(outbox.take()).contains(letter);
    outbox.put(status(OLD, State.FAILURE));
    outbox.putBack(letter);
    assertThat(take()).isEqualTo(status(OLD, State.FAILURE));
    assertThat(outbox.size()).isZero();
  }

  @Test
  void givesOutWhatWaitsWhenItIsClosed() throws InterruptedException {
    outbox.put(status(OLD, State.PENDING));
    outbox.close();
    assertThat(outbox.pause(Duration.ofHours(1))).isFalse();
    assertThat(take()).isEqualTo(status(OLD, State.PENDING));
    assertThat(outbox.take()).isEmpty();
  }
}
