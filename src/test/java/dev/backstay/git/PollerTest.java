package dev.backstay.git;

import static dev.backstay.testing.git.GitHttpServer.Request.CAPABILITIES;
import static dev.backstay.testing.git.GitHttpServer.Request.FETCH;
import static dev.backstay.testing.git.GitHttpServer.Request.LS_REFS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.git.GitHttpServer;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the agent looks for news, and what it tells of them. */
class PollerTest {
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final Duration NEVER = Duration.ofHours(1);

  @TempDir Path folder;
  private final Heard heard = new Heard();
  private TestRepository git;
  private GitHttpServer server;
  private Opened opened;

  @BeforeEach
  void serve() throws Exception {
    git = TestRepository.create(folder);
    git.commit("First");
    git.push();
    server = GitHttpServer.start(folder);
    opened = Opened.at(folder.resolve("data"), server.url("config.git"));
  }

  @AfterEach
  void stop() {
    opened.close();
    server.close();
  }

  @Test
  void tellsTheFirstHeadAndEveryChange() throws Exception {
    String first = git.head();
    try (Poller poller = poller(OFTEN, OFTEN)) {
      await().until(() -> heard.heads().equals(List.of(first)));
      String second = git.commit("Second");
      git.push();

      await().until(() -> heard.heads().equals(List.of(first, second)));

      assertThat(poller.status().head()).contains(new Revision(second));
      assertThat(poller.status().lastError()).isEmpty();
      assertThat(opened.repository().head()).contains(new Revision(second));
    }
  }

  @Test
  void asksOnceAPollWhenNothingChanges() throws Exception {
    try (Poller poller = poller(NEVER, NEVER)) {
      poller.wake().get(10, SECONDS);
      server.forget();

      poller.wake().get(10, SECONDS);
      poller.wake().get(10, SECONDS);

      assertThat(server.requests()).containsExactly(CAPABILITIES, LS_REFS, CAPABILITIES, LS_REFS);
      assertThat(heard.heads()).hasSize(1);
      assertThat(heard.fetches()).as("a poll without news is no fetch").hasSize(1);
    }
  }

  @Test
  void tellsTheHeadOnceAfterARestartThoughTheMirrorHasIt() throws Exception {
    opened.poll();
    try (Poller poller = poller(NEVER, NEVER)) {
      poller.wake().get(10, SECONDS);

      assertThat(heard.heads()).containsExactly(git.head());
    }
  }

  @Test
  void backsOffWhenTheServerIsDownAndHealsWhenItIsBack() throws Exception {
    server.stop();
    try (Poller poller = poller(OFTEN, OFTEN)) {
      await().until(() -> poller.status().failuresInRow() >= 3);
      assertThat(poller.status().lastError().orElseThrow()).contains("refused the connection");
      assertThat(poller.status().lastSuccess()).isEmpty();
      assertThat(heard.failures().getFirst())
          .satisfies(
              failure -> {
                assertThat(failure.kind()).isEqualTo(GitException.Kind.UNREACHABLE);
                assertThat(failure.inRow()).isEqualTo(1);
              });

      server.restart();

      await().until(() -> heard.heads().equals(List.of(git.head())));
      assertThat(poller.status().failuresInRow()).isZero();
      assertThat(poller.status().lastError()).isEmpty();
      assertThat(poller.status().lastSuccess()).isPresent();
    }
  }

  @Test
  void aWakeDoesNotWaitForTheNextRetry() throws Exception {
    server.stop();
    try (Poller poller = poller(NEVER, NEVER)) {
      await().until(() -> poller.status().failuresInRow() == 1);
      server.restart();

      PollStatus status = poller.wake().get(10, SECONDS);

      assertThat(status.failuresInRow()).isZero();
      assertThat(status.head()).contains(new Revision(git.head()));
    }
  }

  @Test
  void manyWakesShareOnePollThatBeginsAfterThem() throws Exception {
    try (Poller poller = poller(NEVER, NEVER)) {
      poller.wake().get(10, SECONDS);
      await().until(() -> !heard.reachable().isEmpty());
      server.forget();
      server.freeze(_ -> true);
      CompletableFuture<PollStatus> running = poller.wake();
      await().until(() -> server.requests().equals(List.of(CAPABILITIES)));
      List<CompletableFuture<PollStatus>> later = Stream.generate(poller::wake).limit(10).toList();
      String second = git.commit("Second");
      git.push();

      server.thaw();

      running.get(10, SECONDS);
      for (CompletableFuture<PollStatus> wake : later) {
        assertThat(wake.get(10, SECONDS).head()).contains(new Revision(second));
      }
      assertThat(server.requests().stream().filter(LS_REFS::equals).count()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void countsTheTimeFromTheWake() throws Exception {
    try (Poller poller = poller(NEVER, NEVER)) {
      poller.wake().get(10, SECONDS);
      git.commit("Second");
      git.push();
      server.forget();
      server.freeze(_ -> true);
      CompletableFuture<PollStatus> wake = poller.wake();
      await().until(() -> !server.requests().isEmpty());
      Instant answered = Instant.now();

      server.thaw();

      wake.get(10, SECONDS);
      assertThat(heard.seen()).hasSize(2);
      assertThat(heard.seen().getLast()).isBefore(answered);
    }
  }

  @Test
  void countsTheTimeFromTheWebhookThatWokeIt() throws Exception {
    try (Poller poller = poller(NEVER, NEVER)) {
      poller.wake().get(10, SECONDS);
      git.commit("Second");
      git.push();
      Instant arrived = Instant.parse("2026-05-04T12:00:00Z");

      poller.wake(arrived).get(10, SECONDS);

      assertThat(heard.seen().getLast()).isEqualTo(arrived);
    }
  }

  @Test
  void aListenerThatFailsHearsTheHeadAgain() throws Exception {
    heard.failNext = true;
    try (Poller poller = poller(OFTEN, OFTEN)) {
      await().until(() -> heard.heads().equals(List.of(git.head())));

      assertThat(heard.failures()).isEmpty();
      assertThat(poller.status().lastError()).isEmpty();
    }
  }

  @Test
  void closesAtOnceInTheMiddleOfAFetch() throws Exception {
    server.freeze(FETCH::equals);
    Poller poller = poller(NEVER, NEVER);
    CompletableFuture<PollStatus> wake = poller.wake();
    await().until(() -> server.requests().contains(FETCH));
    Instant began = Instant.now();

    poller.close();

    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(3));
    assertThat(wake).isCompletedExceptionally();
    assertThat(poller.wake()).isCompletedExceptionally();
    assertThat(heard.failures()).isEmpty();
    server.thaw();
    assertThat(opened.poll().id()).isEqualTo(git.head());
  }

  @Test
  void closesAtOnceWhileItWaits() throws Exception {
    Poller poller = poller(NEVER, NEVER);
    poller.wake().get(10, SECONDS);
    Instant began = Instant.now();

    poller.close();

    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(1));
  }

  private Poller poller(Duration interval, Duration retry) throws GitException {
    Backoff backoff = new Backoff(retry, retry, new Random(1));
    return Poller.start(opened.repository(), interval, heard, backoff, InstantSource.system());
  }

  /** Writes down what it is told. */
  private static final class Heard implements Poller.Listener {
    private final List<Revision> heads = new CopyOnWriteArrayList<>();
    private final List<Instant> seen = new CopyOnWriteArrayList<>();
    private final List<GitFailure> failures = new CopyOnWriteArrayList<>();
    private final List<Instant> reachable = new CopyOnWriteArrayList<>();
    private final List<Duration> fetches = new CopyOnWriteArrayList<>();
    private volatile boolean failNext;

    @Override
    public void onHead(Revision head, Instant at) {
      if (failNext) {
        failNext = false;
        throw new IllegalStateException("a bug in the listener");
      }
      heads.add(head);
      seen.add(at);
    }

    @Override
    public void onFailure(GitFailure failure) {
      failures.add(failure);
    }

    @Override
    public void onReachable(Instant at) {
      reachable.add(at);
    }

    @Override
    public void onFetched(Duration took) {
      fetches.add(took);
    }

    List<String> heads() {
      return heads.stream().map(Revision::id).toList();
    }

    List<Instant> seen() {
      return seen;
    }

    List<GitFailure> failures() {
      return failures;
    }

    List<Instant> reachable() {
      return reachable;
    }

    List<Duration> fetches() {
      return fetches;
    }
  }
}
