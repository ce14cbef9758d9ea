package dev.backstay.notify;

import static dev.backstay.notify.Samples.NEW;
import static dev.backstay.notify.Samples.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.config.Forge;
import dev.backstay.notify.CommitStatus.State;
import dev.backstay.testing.ForgeFake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and answers of each service, over real connections. */
final class ForgeClientTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final CommitStatus STATUS = status(NEW, State.SUCCESS);

  private final Path token;

  ForgeClientTest(@TempDir Path folder) {
    this.token = folder.resolve("token");
  }

  @BeforeEach
  void writeToken() throws IOException {
    Files.writeString(token, ForgeFake.TOKEN + "\n");
  }

  private Answer send(ForgeFake fake, Forge forge, CommitStatus status, Duration timeout)
      throws InterruptedException {
    ForgeApi api = new ForgeApi(Samples.config(forge, fake.api(), token), "main");
    try (ForgeClient client = new ForgeClient(api, Clock.systemUTC(), timeout)) {
      return client.send(status);
    }
  }

  private Answer send(ForgeFake fake, Forge forge) throws InterruptedException {
    return send(fake, forge, STATUS, TIMEOUT);
  }

  @ParameterizedTest
  @EnumSource
  void sendsEveryStateAsDocumented(Forge forge) throws InterruptedException {
    try (ForgeFake fake = ForgeFake.start(forge)) {
      for (State state : State.values()) {
        CommitStatus status = new CommitStatus("production", NEW, state, "wörds ".repeat(200));
        assertThat(send(fake, forge, status, TIMEOUT)).isEqualTo(new Answer.Taken());
      }
      assertThat(fake.faults()).isEmpty();
      assertThat(fake.shown()).hasSize(State.values().length);
      assertThat(fake.shown())
          .allSatisfy(
              shown -> {
                assertThat(shown.revision()).isEqualTo(NEW);
                assertThat(shown.context()).isEqualTo("backstay/production");
                assertThat(shown.description()).startsWith("wörds wörds").endsWith("…");
                assertThat(shown.targetUrl())
                    .isEqualTo("https://backstay.example.com/?e=production");
              });
    }
  }

  @Test
  void takesAStatusThatStandsAtGitLabForTaken() throws InterruptedException {
    CommitStatus running = status(NEW, State.PENDING);
    try (ForgeFake fake = ForgeFake.start(Forge.GITLAB)) {
      assertThat(send(fake, Forge.GITLAB, running, TIMEOUT)).isEqualTo(new Answer.Taken());
      assertThat(send(fake, Forge.GITLAB, running, TIMEOUT)).isEqualTo(new Answer.Taken());
      assertThat(fake.shown()).hasSize(1);
      fake.nextIs(400);
      assertThat(send(fake, Forge.GITLAB, running, TIMEOUT))
          .isEqualTo(new Answer.Refused("HTTP 400: as asked"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 409, 410, 422})
  void doesNotTryAgainWhatWouldBeRefusedAgain(int code) throws InterruptedException {
    try (ForgeFake fake = ForgeFake.start(Forge.GITHUB)) {
      fake.nextIs(code);
      assertThat(send(fake, Forge.GITHUB))
          .isEqualTo(new Answer.Refused("HTTP " + code + ": as asked"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 408, 500, 502, 503})
  void triesAgainWhatMayPass(int code) throws InterruptedException {
    try (ForgeFake fake = ForgeFake.start(Forge.GITEA)) {
      fake.nextIs(code);
      assertThat(send(fake, Forge.GITEA))
          .isEqualTo(new Answer.NotNow("HTTP " + code + ": as asked", Optional.empty()));
    }
  }

  @ParameterizedTest
  @CsvSource({"429, Retry-After, 17, PT17S", "403, Retry-After, 60, PT1M", "429, X-Other, 1, PT1M"})
  void knowsWhenItIsAskedToWait(int code, String header, String value, Duration wait)
      throws InterruptedException {
    try (ForgeFake fake = ForgeFake.start(Forge.GITHUB)) {
      fake.nextIs(code, header, value);
      assertThat(send(fake, Forge.GITHUB))
          .isEqualTo(new Answer.NotNow("HTTP " + code + ": as asked", Optional.of(wait)));
    }
  }

  @Test
  void knowsHalfAnAnswerFromAWholeOne() throws InterruptedException {
    try (ForgeFake fake = ForgeFake.start(Forge.GITHUB)) {
      fake.next(
          exchange -> {
            exchange.sendResponseHeaders(201, 1_000);
            exchange.getResponseBody().write("{\"id\":".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
          });
      assertThat(send(fake, Forge.GITHUB))
          .isInstanceOfSatisfying(
              Answer.NotNow.class, answer -> assertThat(answer.why()).startsWith("no answer: "));
    }
  }

  @Test
  void readsNoMoreOfAnAnswerThanItsBeginning() throws InterruptedException {
    byte[] noise = new byte[8 * 1024];
    try (ForgeFake fake = ForgeFake.start(Forge.GITHUB)) {
      fake.next(
          exchange -> {
            exchange.sendResponseHeaders(404, 0);
            while (true) {
              exchange.getResponseBody().write(noise);
            }
          });
      assertThat(send(fake, Forge.GITHUB)).isEqualTo(new Answer.Refused("HTTP 404"));
    }
  }

  @Test
  void givesUpAnAnswerThatDoesNotCome() throws InterruptedException {
    try (ForgeFake fake = ForgeFake.start(Forge.GITLAB)) {
      fake.hold();
      assertThat(send(fake, Forge.GITLAB, STATUS, Duration.ofMillis(200)))
          .isEqualTo(new Answer.NotNow("no answer: not within 200 ms", Optional.empty()));
    }
  }

  @Test
  void givesUpAnAnswerThatStopsInItsMiddle() throws InterruptedException {
    try (ForgeFake fake = ForgeFake.start(Forge.GITLAB)) {
      fake.next(
          exchange -> {
            exchange.sendResponseHeaders(201, 1_000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            fake.hold();
            fake.awaitRelease();
          });
      assertThat(send(fake, Forge.GITLAB, STATUS, Duration.ofMillis(300)))
          .isEqualTo(new Answer.NotNow("no answer: not within 300 ms", Optional.empty()));
    }
  }

  @Test
  void saysThatNobodyAnswers() throws InterruptedException {
    ForgeFake fake = ForgeFake.start(Forge.GITEA);
    fake.close();
    assertThat(send(fake, Forge.GITEA))
        .isInstanceOfSatisfying(
            Answer.NotNow.class, answer -> assertThat(answer.why()).startsWith("no answer: "));
  }

  @Test
  void followsToAnotherPlaceOnTheSameHost() throws InterruptedException {
    try (ForgeFake fake = ForgeFake.start(Forge.GITHUB)) {
      String moved = fake.api() + "/repos/acme/config/statuses/" + NEW;
      fake.nextIs(307, "Location", moved);
      fake.nextIs(301, "Location", "/repos/acme/config/statuses/" + NEW);
      assertThat(send(fake, Forge.GITHUB)).isEqualTo(new Answer.Taken());
      assertThat(fake.statesOf(NEW)).containsExactly("success");
      for (int i = 0; i < 10; i++) {
        fake.nextIs(308, "Location", moved);
      }
      assertThat(send(fake, Forge.GITHUB)).isEqualTo(new Answer.Refused("too many redirects"));
    }
  }

  @Test
  void p9DoesNotCarryTheTokenToAnotherHost() throws InterruptedException {
    try (ForgeFake fake = ForgeFake.start(Forge.GITHUB);
        ForgeFake other = ForgeFake.start(Forge.GITHUB)) {
      for (String location : List.of(other.api() + "/x", "//example.com/x", "http://[")) {
        fake.nextIs(307, "Location", location);
        assertThat(send(fake, Forge.GITHUB)).isEqualTo(new Answer.Refused("HTTP 307: as asked"));
      }
      assertThat(other.requests()).isZero();
    }
  }

  @Test
  void readsTheTokenAgainEachTime() throws IOException, InterruptedException {
    try (ForgeFake fake = ForgeFake.start(Forge.GITEA)) {
      Files.writeString(token, "an-old-one");
      assertThat(send(fake, Forge.GITEA))
          .isEqualTo(new Answer.NotNow("HTTP 401: Bad credentials", Optional.empty()));
      writeToken();
      assertThat(send(fake, Forge.GITEA)).isEqualTo(new Answer.Taken());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "s3cret\ninjected: header", "s3crét"})
  void p9SaysThatATokenCannotBeUsedWithoutShowingIt(String content)
      throws IOException, InterruptedException {
    try (ForgeFake fake = ForgeFake.start(Forge.GITHUB)) {
      Files.writeString(token, content);
      assertThat(send(fake, Forge.GITHUB))
          .isInstanceOfSatisfying(
              Answer.NotNow.class,
              answer ->
                  assertThat(answer.why())
                      .contains("the token in " + token, "empty or holds other characters")
                      .doesNotContain("s3cr"));
      Files.delete(token);
      assertThat(send(fake, Forge.GITHUB))
          .isInstanceOfSatisfying(
              Answer.NotNow.class,
              answer -> assertThat(answer.why()).endsWith("NoSuchFileException"));
      assertThat(fake.requests()).isZero();
    }
  }

  @Test
  void p9TakesTheTokenOutOfWhatAServiceSays() throws InterruptedException {
    try (ForgeFake fake = ForgeFake.start(Forge.GITHUB)) {
      fake.next(
          exchange ->
              ForgeFake.answer(
                  exchange, 401, "{\"message\":\"bad token " + ForgeFake.TOKEN + "\"}"));
      assertThat(send(fake, Forge.GITHUB))
          .isEqualTo(new Answer.NotNow("HTTP 401: bad token ***", Optional.empty()));
    }
  }
}
