package dev.backstay.http.action;

import dev.backstay.change.RollbackPlan;
import dev.backstay.git.Revision;
import dev.backstay.http.Access;
import dev.backstay.http.Html;
import dev.backstay.http.Json;
import dev.backstay.http.Refusal;
import dev.backstay.http.Requested;
import dev.backstay.http.Routes;
import dev.backstay.http.page.Frame;
import dev.backstay.http.page.Frames;
import dev.backstay.sync.Agent;
import dev.backstay.sync.EnvironmentStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;

/** Shows what a rollback takes back, and writes its commit when somebody says so. */
public final class RollbackPage implements Routes {
  private static final int LONGEST_REASON = 300;

  private final Agent agent;
  private final Frames frames;
  private final Rollbacks rollbacks;

  public RollbackPage(Agent agent, Frames frames, Rollbacks rollbacks) {
    this.agent = agent;
    this.frames = frames;
    this.rollbacks = rollbacks;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/environments/{name}/rollback", this::show);
    routes.post("/environments/{name}/rollback", this::write);
    routes.post("/api/v1/environments/{name}/rollback", this::answer);
  }

  private void show(Context context) {
    EnvironmentStatus environment = Requested.environment(agent.statuses(), context);
    Frame frame = frames.of(context, environment.name() + ": roll back");
    if (!frame.mayOperate()) {
      throw new Refusal(403, "Rolling back needs the role operate", frame.whyNotOperate());
    }
    String to = Optional.ofNullable(context.queryParam("to")).orElse("");
    String reason = reason(Optional.ofNullable(context.queryParam("reason")).orElse(""));
    RollbackModel model =
        new RollbackModel(
            environment, rollbacks.plan(environment, to, reason), to, reason, rollbacks.obstacle());
    Html.answer(context, "rollback.jte", Map.of("frame", frame, "model", model));
  }

  private void write(Context context) {
    EnvironmentStatus environment = Requested.environment(agent.statuses(), context);
    RollbackPlan.Change plan =
        change(
            environment,
            rollbacks.plan(
                environment,
                Buttons.field(context, "to"),
                reason(Buttons.field(context, "reason"))));
    rollbacks.write(environment, plan, Buttons.field(context, "head"), Access.name(context));
    Buttons.back(context, environment);
  }

  /** Without a look between plan and commit, so the head is that of the plan. */
  private void answer(Context context) {
    EnvironmentStatus environment = Requested.environment(agent.statuses(), context);
    RollbackBody body = RollbackBody.of(context.body());
    RollbackPlan.Change plan =
        change(environment, rollbacks.plan(environment, body.to(), reason(body.reason())));
    Optional<Revision> commit =
        body.dryRun()
            ? Optional.empty()
            : Optional.of(
                rollbacks.write(environment, plan, plan.head().id(), Access.name(context)));
    context.status(commit.isPresent() ? 201 : 200);
    Json.answer(context, RollbackModel.json(environment, plan, commit));
  }

  private static String reason(String text) {
    if (text.length() > LONGEST_REASON || text.chars().anyMatch(Character::isISOControl)) {
      throw new Refusal(
          400,
          "The reason is not usable",
          "it must be one line of at most " + LONGEST_REASON + " characters");
    }
    return text;
  }

  private static RollbackPlan.Change change(EnvironmentStatus environment, RollbackPlan plan) {
    return switch (plan) {
      case RollbackPlan.Change change -> change;
      case RollbackPlan.Nothing nothing ->
          throw new Refusal(
              409,
              "There is nothing to roll back",
              environment.name() + " is at " + nothing.target().revision().shortId() + " already");
      case RollbackPlan.Impossible(String why) ->
          throw new Refusal(409, "It cannot be rolled back", why);
    };
  }
}
