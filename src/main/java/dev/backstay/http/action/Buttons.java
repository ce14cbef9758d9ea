package dev.backstay.http.action;

import dev.backstay.http.Access;
import dev.backstay.http.Requested;
import dev.backstay.http.Routes;
import dev.backstay.http.api.Api;
import dev.backstay.http.api.SuspendApi;
import dev.backstay.http.page.Links;
import dev.backstay.sync.Agent;
import dev.backstay.sync.EnvironmentStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;

/** Sync, suspend and resume, by a button of an environment's page. */
public final class Buttons implements Routes {
  private final Agent agent;
  private final SuspendApi suspensions;

  public Buttons(Agent agent, SuspendApi suspensions) {
    this.agent = agent;
    this.suspensions = suspensions;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/environments/{name}/sync", this::sync);
    routes.post("/environments/{name}/suspend", this::suspend);
    routes.post("/environments/{name}/resume", this::resume);
  }

  private void sync(Context context) {
    EnvironmentStatus environment = environment(context);
    Api.ask(agent, environment, Access.name(context), "");
    back(context, environment);
  }

  private void suspend(Context context) {
    EnvironmentStatus environment = environment(context);
    suspensions.suspend(
        environment.name(),
        Access.name(context),
        field(context, "reason"),
        field(context, "until"));
    back(context, environment);
  }

  private void resume(Context context) {
    EnvironmentStatus environment = environment(context);
    suspensions.resume(environment.name(), Access.name(context));
    back(context, environment);
  }

  private EnvironmentStatus environment(Context context) {
    return Requested.environment(agent.statuses(), context);
  }

  static String field(Context context, String name) {
    return Optional.ofNullable(context.formParam(name)).orElse("");
  }

  static void back(Context context, EnvironmentStatus environment) {
    context.status(303).header("Location", Links.environment(environment.name()));
  }
}
