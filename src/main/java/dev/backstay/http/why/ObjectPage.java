package dev.backstay.http.why;

import dev.backstay.http.Access;
import dev.backstay.http.Html;
import dev.backstay.http.Json;
import dev.backstay.http.Refusal;
import dev.backstay.http.Requested;
import dev.backstay.http.Routes;
import dev.backstay.http.page.Card;
import dev.backstay.http.page.Frame;
import dev.backstay.http.page.Frames;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.sync.Agent;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.ObjectStatus;
import dev.backstay.sync.Why;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** One object: how it is, its Events, what its containers wrote last, and its manifest. */
public final class ObjectPage implements Routes {
  /** Each asks the API server several things. */
  private static final int MOST_AT_ONCE = 4;

  private static final String OBJECT = "/environments/{name}/objects/{kind}/{object}";

  private final Agent agent;
  private final Frames frames;
  private final Excerpts excerpts;
  private final Semaphore turns = new Semaphore(MOST_AT_ONCE);

  public ObjectPage(Agent agent, Frames frames, Excerpts excerpts) {
    this.agent = agent;
    this.frames = frames;
    this.excerpts = excerpts;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(OBJECT, this::show);
    routes.get("/api/v1" + OBJECT, this::answer);
  }

  private void show(Context context) {
    EnvironmentStatus environment = Requested.environment(agent.statuses(), context);
    ObjectStatus object = object(environment, context);
    Frame frame = frames.of(context, object.key().toString());
    Optional<Why> why =
        frame.maySeeContent() ? Optional.of(ask(environment, object.key())) : Optional.empty();
    List<Excerpts.Line> manifest =
        frame.maySeeContent() ? excerpts.of(environment, object) : List.of();
    Html.answer(
        context,
        "object.jte",
        Map.of(
            "frame",
            frame,
            "card",
            new Card(environment, frame.now()),
            "model",
            new ObjectModel(environment, object, why, manifest)));
  }

  private void answer(Context context) {
    EnvironmentStatus environment = Requested.environment(agent.statuses(), context);
    ObjectStatus object = object(environment, context);
    if (Access.visitor(context).isEmpty()) {
      throw new Refusal(
          403, "Events and logs are shown to who is signed in", "sign in, or send a token");
    }
    Why why = ask(environment, object.key());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("object", object.key().toString());
    answer.put("namespace", object.key().namespace());
    answer.put("health", object.health().word());
    answer.put("message", object.health().sentence());
    answer.put("source", object.source());
    answer.put("events", why.events());
    answer.put("logs", why.logs());
    answer.put("gaps", why.gaps());
    Json.answer(context, answer);
  }

  private Why ask(EnvironmentStatus environment, ObjectKey key) {
    if (!turns.tryAcquire()) {
      throw new Refusal(
          503, "Others are asking already", "try again in a moment", Map.of("Retry-After", "2"));
    }
    try {
      return agent
          .why(environment.name(), key)
          .orElseThrow(() -> new Refusal(404, "There is no such environment", "it left just now"));
    } finally {
      turns.release();
    }
  }

  private static ObjectStatus object(EnvironmentStatus environment, Context context) {
    String namespace =
        Optional.ofNullable(context.queryParam("namespace")).orElse(environment.namespace());
    String kind = context.pathParam("kind").toLowerCase(Locale.ROOT);
    String name = context.pathParam("object");
    return environment.objects().stream()
        .filter(each -> each.key().name().equals(name))
        .filter(each -> each.key().groupKind().toLowerCase(Locale.ROOT).equals(kind))
        .filter(each -> each.key().namespace().equals(namespace))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    404, environment.name() + " has no such object", "its page lists what it has"));
  }
}
