package dev.backstay.notify;

import static dev.backstay.notify.Samples.DEPLOY;
import static dev.backstay.notify.Samples.NEW;
import static dev.backstay.notify.Samples.OLD;
import static dev.backstay.notify.Samples.entry;
import static dev.backstay.notify.Samples.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.config.Forge;
import dev.backstay.notify.CommitStatus.State;
import dev.backstay.testing.CapturedLog;
import dev.backstay.testing.ForgeFake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread that tells a service, and all that can be wrong with that. */
final class NotifierTest {
  private static final Patience QUICK = new Patience(Duration.ofMillis(1), Duration.ofMillis(4), 3);

  private final ForgeFake fake = ForgeFake.start(Forge.GITEA);
  private final List<String> counted = new CopyOnWriteArrayList<>();
  private final Notifier notifier;

  NotifierTest(@TempDir Path folder) throws IOException {
    Path token = Files.writeString(folder.resolve("token"), ForgeFake.TOKEN);
    ForgeApi api = new ForgeApi(Samples.config(Forge.GITEA, fake.api(), token), "main");
    ForgeClient client = new ForgeClient(api, Clock.systemUTC(), Duration.ofSeconds(30));
    notifier =
        new Notifier("gitea", client, QUICK, (name, worked) -> counted.add(name + " " + worked))
            .start();
  }

  @AfterEach
  void close() {
    fake.close();
    notifier.close();
  }

  private void awaitCounted(String... each) {
    await().untilAsserted(() -> assertThat(counted).containsExactly(each));
  }

  @Test
  void tellsWhatHappensInItsOrder() {
    notifier.listener().onBegin("production", NEW, DEPLOY);
    awaitCounted("gitea true");
    notifier.listener().onSync("production", entry("synced", DEPLOY));
    awaitCounted("gitea true", "gitea true");
    assertThat(fake.statesOf(NEW)).containsExactly("pending", "success");
    assertThat(fake.faults()).isEmpty();
  }

  @Test
  void p8TheNewestStatusWinsWhileAServiceIsSlow() {
    fake.hold();
    notifier.offer(status(OLD, State.PENDING));
    await().until(() -> fake.requests() == 1);
    notifier.offer(status(NEW, State.PENDING));
    notifier.offer(status(OLD, State.FAILURE));
    notifier.offer(status(NEW, State.ERROR));
    notifier.offer(status(NEW, State.SUCCESS));
    fake.release();
    awaitCounted("gitea true", "gitea true", "gitea true");
    assertThat(fake.statesOf(OLD)).containsExactly("pending", "failure");
    assertThat(fake.statesOf(NEW)).containsExactly("success");
  }

  @Test
  void sendsAgainWhatAServiceDidNotTake() {
    fake.nextIs(500);
    fake.nextIs(401);
    notifier.offer(status(NEW, State.SUCCESS));
    awaitCounted("gitea true");
    assertThat(fake.statesOf(NEW)).containsExactly("success");
    assertThat(fake.requests()).isEqualTo(3);
  }

  @Test
  void doesNotSendAgainWhatSomethingNewerTookThePlaceOf() {
    fake.hold();
    fake.nextIs(500);
    notifier.offer(status(NEW, State.PENDING));
    await().until(() -> fake.requests() == 1);
    notifier.offer(status(NEW, State.SUCCESS));
    fake.release();
    awaitCounted("gitea true");
    assertThat(fake.statesOf(NEW)).containsExactly("success");
  }

  @Test
  void givesUpAfterSomeTriesAndSaysSo() {
    try (CapturedLog log = CapturedLog.listen()) {
      for (int i = 0; i < 3; i++) {
        fake.nextIs(503);
      }
      notifier.offer(status(NEW, State.SUCCESS));
      awaitCounted("gitea false");
      assertThat(fake.requests()).isEqualTo(3);
      assertThat(log.text())
          .contains(
              "backstay/production of 7c1e0d2 was not told to gitea: HTTP 503: as asked, 3 times");
    }
    notifier.offer(status(OLD, State.SUCCESS));
    awaitCounted("gitea false", "gitea true");
  }

  @Test
  void givesUpAtOnceWhatWouldBeRefusedAgain() {
    fake.nextIs(422);
    notifier.offer(status(NEW, State.SUCCESS));
    notifier.offer(status(OLD, State.SUCCESS));
    awaitCounted("gitea false", "gitea true");
    assertThat(fake.statesOf(OLD)).containsExactly("success");
  }

  @Test
  void leavesAServiceAloneForAsLongAsItAsks() {
    fake.nextIs(429, "Retry-After", "3000");
    notifier.offer(status(NEW, State.PENDING));
    await().until(() -> fake.requests() == 1);
    notifier.offer(status(OLD, State.PENDING));
    notifier.offer(status(NEW, State.SUCCESS));
    notifier.close();
    assertThat(fake.requests()).isEqualTo(1);
    assertThat(counted).isEmpty();
  }

  @Test
  void sendsWhatWaitsBeforeItEnds() {
    fake.hold();
    notifier.offer(status(NEW, State.PENDING));
    await().until(() -> fake.requests() == 1);
    notifier.offer(status(NEW, State.SUCCESS));
    notifier.offer(status(OLD, State.SUPERSEDED));
    Thread closing = Thread.startVirtualThread(notifier::close);
    fake.release();
    await().until(() -> !closing.isAlive());
    assertThat(fake.statesOf(NEW)).containsExactly("pending", "success");
    assertThat(fake.statesOf(OLD)).containsExactly("error");
  }

  @Test
  void endsAlsoWhenAServiceNeverAnswers() {
    fake.hold();
    notifier.offer(status(NEW, State.PENDING));
    await().until(() -> fake.requests() == 1);
    notifier.close();
    assertThat(counted).isEmpty();
    assertThat(fake.shown()).isEmpty();
  }
}
