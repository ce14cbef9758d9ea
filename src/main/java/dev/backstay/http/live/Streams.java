package dev.backstay.http.live;

import dev.backstay.http.Access;
import dev.backstay.http.Refusal;
import dev.backstay.http.Routes;
import dev.backstay.http.wire.Gate;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams of Server-Sent Events: fragments for the page, JSON for programs. A stream takes a
 * virtual thread and none of the server's.
 */
public final class Streams implements Routes {
  private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

  /** Shorter than what cuts an idle connection, and than most proxies wait. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** Then the browser comes again by itself, and whoever it is is asked for once more. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final Hub hub;
  private final Shown shown;
  private final Access access;
  private final Duration heartbeat;

  public Streams(Hub hub, Shown shown, Access access) {
    this(hub, shown, access, HEARTBEAT);
  }

  Streams(Hub hub, Shown shown, Access access, Duration heartbeat) {
    this.hub = hub;
    this.shown = shown;
    this.access = access;
    this.heartbeat = heartbeat;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/live", context -> open(context, _ -> List.of(new Topic.Overview())));
    routes.get(
        "/environments/{name}/live",
        context -> open(context, only(context, Topic.OfEnvironment::new)));
    routes.get(
        "/api/v1/events",
        context -> open(context, all -> all.stream().<Topic>map(Topic.Json::new).toList()));
    routes.get(
        "/api/v1/environments/{name}/events",
        context -> open(context, only(context, Topic.Json::new)));
  }

  private Function<List<String>, List<Topic>> only(Context context, Function<String, Topic> topic) {
    String name = context.pathParam("name");
    if (!shown.environments().contains(name)) {
      throw new Refusal(
          404,
          "There is no such environment",
          "there are " + String.join(", ", shown.environments()));
    }
    return all -> all.contains(name) ? List.of(topic.apply(name)) : List.of();
  }

  private void open(Context context, Function<List<String>, List<Topic>> topics) {
    Client client = new Client(topics);
    String last = context.header("Last-Event-ID");
    if (!hub.join(client, Event.Id.parse(last == null ? "" : last))) {
      throw new Refusal(
          503,
          "Too many are looking already",
          "load the page again in a while; it shows what is so now without a stream too",
          Map.of("Retry-After", "30"));
    }
    context.contentType("text/event-stream");
    context.header("X-Accel-Buffering", "no");
    CompletableFuture<Void> done = new CompletableFuture<>();
    context.future(() -> done);
    Thread.ofVirtual()
        .name("stream")
        .start(
            () -> {
              try {
                stream(context, client);
              } finally {
                hub.leave(client);
                done.complete(null);
              }
            });
  }

  private void stream(Context context, Client client) {
    Runnable onTaken = (Runnable) Objects.requireNonNull(context.req().getAttribute(Gate.PROGRESS));
    long end = System.nanoTime() + LONGEST.toNanos();
    try {
      OutputStream out = context.res().getOutputStream();
      client.stream(
          out, heartbeat, () -> System.nanoTime() < end && access.mayStillRead(context), onTaken);
    } catch (IOException e) {
      LOG.debug("somebody looks no more: {}", e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
