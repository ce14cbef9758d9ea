package dev.backstay.http.api;

import dev.backstay.git.PollStatus;
import dev.backstay.http.Access;
import dev.backstay.http.Json;
import dev.backstay.http.Refusal;
import dev.backstay.http.Requested;
import dev.backstay.http.Routes;
import dev.backstay.http.api.EnvironmentView.ResourceView;
import dev.backstay.sync.Agent;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.Suspended;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The API under {@code /api/v1}: reads the status, and asks for a sync. */
public final class Api implements Routes {
  static final String ENVIRONMENTS = "/api/v1/environments";
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  private final Agent agent;

  public Api(Agent agent) {
    this.agent = agent;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(ENVIRONMENTS, this::list);
    routes.get(ENVIRONMENTS + "/{name}", c -> Json.answer(c, view(environment(c))));
    routes.get(ENVIRONMENTS + "/{name}/history", this::history);
    routes.get(ENVIRONMENTS + "/{name}/resources", this::resources);
    routes.post(ENVIRONMENTS + "/{name}/sync", this::sync);
  }

  private void list(Context context) {
    List<ObjectNode> environments = agent.statuses().stream().map(this::view).toList();
    Json.answer(context, Map.of("repository", repository(agent), "environments", environments));
  }

  /** Which config repo is followed, and how it was last seen. */
  private static Map<String, Object> repository(Agent agent) {
    PollStatus poll = agent.repository();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("url", agent.follows().url());
    view.put("branch", agent.follows().branch());
    poll.head().ifPresent(head -> view.put("head", head.id()));
    poll.lastSuccess().ifPresent(at -> view.put("lastSuccess", at));
    poll.lastError().ifPresent(error -> view.put("lastError", error));
    view.put("failuresInRow", poll.failuresInRow());
    return view;
  }

  private void history(Context context) {
    Json.answer(context, ApiShape.of(environment(context).history()));
  }

  private ObjectNode view(EnvironmentStatus status) {
    ObjectNode view = ApiShape.of(status);
    agent
        .asks(status.name())
        .ifPresent(
            asks ->
                view.putObject("syncs")
                    .put("asked", asks.asked())
                    .put("answered", asks.answered()));
    return view;
  }

  private void resources(Context context) {
    List<ResourceView> resources =
        environment(context).objects().stream().map(ResourceView::of).toList();
    Json.answer(context, Map.of("resources", resources));
  }

  /**
   * Answers before the sync has ended: its outcome is in the status, as soon as the number of the
   * answered ones has come to that of this one.
   */
  private void sync(Context context) {
    EnvironmentStatus environment = environment(context);
    String rewriteTo = Optional.ofNullable(context.queryParam("accept-rewrite")).orElse("");
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("environment", environment.name());
    answer.put("asked", true);
    ask(agent, environment, Access.name(context), rewriteTo)
        .ifPresent(number -> answer.put("number", number));
    context.status(202);
    Json.answer(context, answer);
  }

  /**
   * Asks for a sync.
   *
   * @param by who asks
   * @param rewriteTo a head whose rewritten history is accepted, empty for none
   * @return the number of the ask
   * @throws Refusal 409 if the environment is suspended
   */
  public static OptionalLong ask(
      Agent agent, EnvironmentStatus environment, String by, String rewriteTo) {
    environment.suspended().ifPresent(Api::refuseSync);
    LOG.info(
        "{} is to be synced, says {}{}",
        environment.name(),
        by,
        rewriteTo.isEmpty() ? "" : ", who accepts that the history was rewritten");
    return agent.sync(environment.name(), rewriteTo);
  }

  private static void refuseSync(Suspended suspended) {
    throw new Refusal(
        409,
        "The environment is suspended",
        "by " + suspended.suspension().words() + "; backstay resume goes on at once");
  }

  private EnvironmentStatus environment(Context context) {
    return Requested.environment(agent.statuses(), context);
  }
}
