package dev.backstay.http.api;

import dev.backstay.http.Access;
import dev.backstay.http.Json;
import dev.backstay.http.Refusal;
import dev.backstay.http.Requested;
import dev.backstay.http.Routes;
import dev.backstay.http.api.EnvironmentView.SuspendedView;
import dev.backstay.manifest.Problem;
import dev.backstay.sync.Agent;
import dev.backstay.sync.SuspensionAnswer;
import dev.backstay.sync.SuspensionOrder;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Suspends and resumes environments. Answers when it is on record in the cluster, since a promise
 * to hold still that a restart forgets is none.
 */
public final class SuspendApi implements Routes {
  /** Requests that are under way are not cut; whoever asks has given up soon after that. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Agent agent;
  private final Clock clock;

  public SuspendApi(Agent agent, Clock clock) {
    this.agent = agent;
    this.clock = clock;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post(Api.ENVIRONMENTS + "/{name}/suspend", c -> obey(c, this::suspend));
    routes.post(Api.ENVIRONMENTS + "/{name}/resume", c -> obey(c, this::resume));
  }

  private SuspensionOrder suspend(Context context) {
    Instant now = clock.instant();
    return new SuspensionOrder.Suspend(
        SuspendBody.ofSuspend(context.body(), now).suspension(Access.name(context), now));
  }

  private SuspensionOrder resume(Context context) {
    return new SuspensionOrder.Resume(
        SuspendBody.ofResume(context.body()).by(Access.name(context)));
  }

  private void obey(Context context, Function<Context, SuspensionOrder> order) {
    String environment = Requested.environment(agent.statuses(), context).name();
    tell(context, environment, obey(environment, order.apply(context)));
  }

  /**
   * Waits until an order is on record in the cluster.
   *
   * @throws Refusal 503 if it could not be recorded, or is not by now
   */
  private SuspensionAnswer.Recorded obey(String environment, SuspensionOrder wanted) {
    CompletableFuture<SuspensionAnswer> answer =
        agent.order(environment, wanted).orElseThrow(() -> notRecorded("it is gone just now"));
    return switch (await(answer)) {
      case SuspensionAnswer.Recorded recorded -> recorded;
      case SuspensionAnswer.NotRecorded(Problem why) ->
          throw notRecorded(why + "; all is as before, try again");
    };
  }

  /**
   * As the form of a page says it.
   *
   * @throws Refusal 400 if it is not understood, 503 if it is not on record
   */
  public void suspend(String environment, String by, String reason, String until) {
    Instant now = clock.instant();
    obey(
        environment,
        new SuspensionOrder.Suspend(SuspendBody.ofForm(reason, until, now).suspension(by, now)));
  }

  /**
   * As the button of a page says it.
   *
   * @throws Refusal 503 if it is not on record
   */
  public void resume(String environment, String by) {
    obey(environment, new SuspensionOrder.Resume(by));
  }

  private static void tell(
      Context context, String environment, SuspensionAnswer.Recorded recorded) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("environment", environment);
    body.put("suspended", recorded.now().map(SuspendedView::of));
    body.put("changed", recorded.changed());
    Json.answer(context, body);
  }

  private static SuspensionAnswer await(CompletableFuture<SuspensionAnswer> answer) {
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw notRecorded(
          "the cluster has not answered for "
              + PATIENCE.toSeconds()
              + " s; it is done as soon as it does: see the status");
    } catch (ExecutionException e) {
      throw new IllegalStateException("an order never fails", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw notRecorded("the agent is stopping");
    }
  }

  private static Refusal notRecorded(String why) {
    return new Refusal(503, "It is not on record in the cluster", why);
  }
}
