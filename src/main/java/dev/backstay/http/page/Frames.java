package dev.backstay.http.page;

import dev.backstay.http.Access;
import io.javalin.http.Context;
import java.time.Clock;

/** Makes what is around a page, for who asked for it. */
public final class Frames {
  private final Access access;
  private final Clock clock;

  public Frames(Access access, Clock clock) {
    this.access = access;
    this.clock = clock;
  }

  /** The frame of a page with this title. */
  public Frame of(Context request, String title) {
    return new Frame(
        title,
        Access.visitor(request),
        access.sessions().isPresent(),
        Access.visitor(request).map(access::word).orElse(""),
        clock.instant());
  }
}
