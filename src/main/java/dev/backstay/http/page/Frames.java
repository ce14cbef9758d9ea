package dev.backstay.http.page;

import dev.backstay.http.Access;
import dev.backstay.sync.Agent;
import io.javalin.http.Context;
import java.time.Clock;

/** Makes what is around a page, for who asked for it. */
public final class Frames {
  private final Agent agent;
  private final Access access;
  private final Clock clock;

  public Frames(Agent agent, Access access, Clock clock) {
    this.agent = agent;
    this.access = access;
    this.clock = clock;
  }

  Frame of(Context request, String title) {
    return new Frame(
        title,
        Access.visitor(request),
        access.sessions().isPresent(),
        Access.visitor(request).map(access::word).orElse(""),
        agent.repository(),
        clock.instant());
  }
}
