package dev.backstay.http.page;

import dev.backstay.http.Html;
import dev.backstay.http.Refusal;
import dev.backstay.http.Requested;
import dev.backstay.http.Routes;
import dev.backstay.sync.Agent;
import dev.backstay.sync.EnvironmentStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page: all environments at {@code /}, each by itself, and what happened to it. */
public final class Page implements Routes {
  private final Agent agent;
  private final Frames frames;

  public Page(Agent agent, Frames frames) {
    this.agent = agent;
    this.frames = frames;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/", this::overview);
    routes.get("/environments/{name}", this::environment);
    routes.get("/environments/{name}/syncs/{number}", this::sync);
    routes.get("/environments/{name}/kinds/{kind}", this::kind);
  }

  private void overview(Context context) {
    Frame frame = frames.of(context, "environments");
    String region = Fragments.overview(agent.statuses(), agent.repository(), frame.now());
    Html.answer(context, "page.jte", Map.of("frame", frame, "region", region));
  }

  private void environment(Context context) {
    List<EnvironmentStatus> all = agent.statuses();
    EnvironmentStatus status = Requested.environment(all, context);
    Frame frame = frames.of(context, status.name());
    Instant now = frame.now();
    Html.answer(
        context,
        "environment.jte",
        Map.of(
            "frame",
            frame,
            "card",
            new Card(status, now),
            "region",
            Fragments.environment(status, all, now)));
  }

  private void sync(Context context) {
    EnvironmentStatus status = Requested.environment(agent.statuses(), context);
    String number = context.pathParam("number");
    Entry entry =
        status.history().entries().stream()
            .filter(each -> Integer.toString(each.number()).equals(number))
            .findFirst()
            .map(found -> new Entry(status.name(), found))
            .orElseThrow(() -> notRemembered(status));
    Frame frame = frames.of(context, status.name() + " #" + entry.entry().number());
    Html.answer(context, "sync.jte", Map.of("frame", frame, "model", entry));
  }

  private static Refusal notRemembered(EnvironmentStatus status) {
    return new Refusal(
        404,
        "The history of " + status.name() + " has no such entry",
        Optional.of(status.history().entries())
            .filter(entries -> !entries.isEmpty())
            .map(e -> "it has #" + e.getLast().number() + " to #" + e.getFirst().number())
            .orElse("it is empty"));
  }

  private void kind(Context context) {
    EnvironmentStatus status = Requested.environment(agent.statuses(), context);
    ObjectGroup group = ObjectGroup.of(context.pathParam("kind"), status.objects());
    if (group.count() == 0) {
      throw new Refusal(
          404, status.name() + " has no object of this kind", "its page lists what it has");
    }
    Frame frame = frames.of(context, status.name() + " " + group.kind());
    Html.answer(
        context,
        "kind.jte",
        Map.of("frame", frame, "card", new Card(status, frame.now()), "group", group));
  }
}
