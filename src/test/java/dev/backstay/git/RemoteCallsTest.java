package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.junit.jupiter.api.Test;

/** Every talk with the git server ends. */
class RemoteCallsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private final RemoteCalls calls = new RemoteCalls();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CountDownLatch begun = new CountDownLatch(1);

  @Test
  void givesWhatTheTalkGives() throws Exception {
    String news = calls.within(LONG, "talk", _ -> "news");

    assertThat(news).isEqualTo("news");
  }

  @Test
  void endsATalkThatTakesTooLong() {
    assertThatThrownBy(() -> calls.within(Duration.ofMillis(50), "talk", this::talkForEver))
        .hasMessage("Tried to talk but failed because it was not done within 0.05 s")
        .extracting("kind")
        .isEqualTo(GitException.Kind.UNREACHABLE);
    assertThat(ended).isTrue();
  }

  @Test
  void endsATalkWhenClosed() throws Exception {
    CompletableFuture<Throwable> failure = talkElsewhere();
    begun.await();

    calls.close();

    assertThat(failure.get()).hasMessageEndingWith("because the config repo is closed");
    assertThat(ended).isTrue();
    assertThatThrownBy(() -> calls.within(LONG, "talk", _ -> "news"))
        .hasMessageEndingWith("because the config repo is closed");
  }

  @Test
  void endsATalkWhenItsCallerIsInterrupted() throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread caller = Thread.ofVirtual().start(() -> failure.complete(talk()));
    begun.await();

    caller.interrupt();

    assertThat(failure.get()).hasMessageEndingWith("because it was interrupted");
    await().untilTrue(ended);
  }

  @Test
  void tellsABugAsAFailure() {
    assertThatThrownBy(
            () ->
                calls.within(
                    LONG,
                    "talk",
                    _ -> {
                      throw new IllegalStateException("a bug");
                    }))
        .isInstanceOf(GitException.class)
        .hasMessage("Tried to talk but failed because a bug");
  }

  private CompletableFuture<Throwable> talkElsewhere() {
    return CompletableFuture.supplyAsync(this::talk);
  }

  private Throwable talk() {
    try {
      calls.within(LONG, "talk", this::talkForEver);
      throw new AssertionError("it ended by itself");
    } catch (GitException e) {
      return e;
    }
  }

  private String talkForEver(ProgressMonitor monitor) throws GitException {
    begun.countDown();
    try {
      new CountDownLatch(1).await();
      return "never";
    } catch (InterruptedException e) {
      ended.set(monitor.isCancelled());
      throw new GitException(GitException.Kind.OTHER, "talk", "it was told to end", e);
    }
  }
}
