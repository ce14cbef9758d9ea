package dev.backstay.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a browser stays signed in, and how often one may try. */
final class SessionsTest {
  private Instant now = Instant.parse("2026-05-04T12:00:00Z");
  private final Path file;
  private final Sessions sessions;
  private final AccessToken ada = AccessToken.random();

  SessionsTest(@TempDir Path folder) throws IOException {
    file = Files.writeString(folder.resolve("tokens"), ada.line("ada", Role.OPERATE));
    sessions = new Sessions(new TokenFile(file), () -> now);
  }

  private String begin() {
    return sessions.begin(ada).orElseThrow();
  }

  @Test
  void endsWhenItsTimeIsUp() {
    String id = begin();
    now = now.plus(Sessions.LONGEST).minusMillis(1);
    assertThat(sessions.visitor(id)).map(Visitor::name).contains("ada");
    now = now.plusMillis(1);
    assertThat(sessions.visitor(id)).isEmpty();
  }

  @Test
  void endsWhenSomebodySignsOut() {
    String id = begin();
    String other = begin();
    sessions.end(id);
    assertThat(sessions.visitor(id)).isEmpty();
    assertThat(sessions.visitor(other)).isPresent();
  }

  @Test
  void endsWithItsTokenAndHasTheRoleThatTheTokenHasNow() throws Exception {
    String id = begin();
    Files.writeString(file, ada.line("ada", Role.READ));
    assertThat(sessions.visitor(id)).map(Visitor::role).contains(Role.READ);
    Files.writeString(file, AccessToken.random().line("ada", Role.OPERATE));
    assertThat(sessions.visitor(id)).as("another token of the same name").isEmpty();
  }

  @Test
  void isBegunOnlyWithATokenAndEndsWithTheAgent() {
    assertThat(sessions.begin(AccessToken.random())).isEmpty();
    String id = begin();
    assertThat(new Sessions(new TokenFile(file), () -> now).visitor(id)).isEmpty();
    assertThat(sessions.visitor("")).isEmpty();
  }

  @Test
  void theOldestOfTooManyGivesWay() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i <= 1_000; i++) {
      ids.add(begin());
    }
    assertThat(new HashSet<>(ids)).as("no two are the same").hasSize(1_001);
    assertThat(sessions.visitor(ids.getFirst())).isEmpty();
    assertThat(sessions.visitor(ids.get(1))).isPresent();
    assertThat(sessions.visitor(ids.getLast())).isPresent();
  }

  @Test
  void anAddressMayTryTenTimesAMinuteAndNoOtherOneSuffers() {
    FailedTries tries = new FailedTries(() -> now);
    InetAddress here = InetAddress.ofLiteral("10.0.0.1");
    for (int i = 0; i < FailedTries.MOST; i++) {
      assertThat(tries.mayTry(here)).isTrue();
      tries.failed(here);
    }
    assertThat(tries.mayTry(here)).isFalse();
    assertThat(tries.mayTry(InetAddress.ofLiteral("10.0.0.2"))).isTrue();
    now = now.plus(FailedTries.WINDOW);
    assertThat(tries.mayTry(here)).isTrue();
  }

  @Test
  void aNetworkOfAddressesIsOneAndMemoryIsBounded() {
    FailedTries tries = new FailedTries(() -> now);
    for (int i = 0; i < FailedTries.MOST; i++) {
      tries.failed(InetAddress.ofLiteral("2001:db8:1:2::" + i));
    }
    assertThat(tries.mayTry(InetAddress.ofLiteral("2001:db8:1:2:ffff::1"))).isFalse();
    assertThat(tries.mayTry(InetAddress.ofLiteral("2001:db8:1:3::1"))).isTrue();
    for (int i = 0; i < 20_000; i++) {
      tries.failed(InetAddress.ofLiteral("10.%d.%d.1".formatted(i / 250, i % 250)));
    }
    assertThat(tries.size()).isEqualTo(10_000);
  }
}
