package dev.backstay.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Liveness, readiness and metrics. Neither probe fails because git or a cluster is down: a restart
 * would not help.
 */
public final class Probes implements Routes {
  private final BooleanSupplier isAlive;
  private final UnaryOperator<String> contentType;
  private final UnaryOperator<String> metrics;

  /**
   * Takes what the probes tell.
   *
   * @param isAlive whether every loop goes on
   * @param contentType of the metrics, by the Accept header
   * @param metrics their text, by the Accept header
   */
  public Probes(
      BooleanSupplier isAlive, UnaryOperator<String> contentType, UnaryOperator<String> metrics) {
    this.isAlive = isAlive;
    this.contentType = contentType;
    this.metrics = metrics;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/livez", this::live);
    routes.get("/readyz", context -> context.result("ok"));
    routes.get("/metrics", this::scrape);
  }

  private void live(Context context) {
    boolean alive = isAlive.getAsBoolean();
    context.status(alive ? 200 : 503).result(alive ? "ok" : "a loop has stopped");
  }

  private void scrape(Context context) {
    String accept = Optional.ofNullable(context.header("Accept")).orElse("");
    context.contentType(contentType.apply(accept)).result(metrics.apply(accept));
  }
}
