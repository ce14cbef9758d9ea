package dev.backstay.http.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Browsers in which somebody typed a token. A session ends when its time is up, when somebody signs
 * out, when its token leaves the token file, and with the agent. It has the role that its token has
 * now.
 */
public final class Sessions {
  /** A working day. */
  public static final Duration LONGEST = Duration.ofHours(12);

  /** The oldest one gives way. */
  private static final int MOST = 1_000;

  private static final int ID_BYTES = 32;

  private final TokenFile tokens;
  private final InstantSource clock;
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  public Sessions(TokenFile tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Begun with the token of a line. */
  private record Session(TokenLine line, Instant end) {}

  /**
   * Begins one.
   *
   * @return what the browser keeps; empty if the token lets nobody in
   */
  public synchronized Optional<String> begin(AccessToken token) {
    return tokens.lineOf(token).map(this::begin);
  }

  private String begin(TokenLine line) {
    Instant now = clock.instant();
    sessions.values().removeIf(session -> !session.end().isAfter(now));
    if (sessions.size() >= MOST) {
      sessions.keySet().stream().findFirst().ifPresent(sessions::remove);
    }
    String id = RandomText.of(ID_BYTES);
    sessions.put(id, new Session(line, now.plus(LONGEST)));
    return id;
  }

  /** Who has a session, if it goes on. */
  public synchronized Optional<Visitor> visitor(String id) {
    return Optional.ofNullable(sessions.get(id))
        .filter(session -> session.end().isAfter(clock.instant()))
        .flatMap(session -> tokens.lineWith(session.line().hash()))
        .map(line -> new Visitor(line.name(), line.role(), new Visitor.Means.SignedIn(id)));
  }

  public synchronized void end(String id) {
    sessions.remove(id);
  }
}
