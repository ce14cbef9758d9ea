package dev.backstay.http;

import dev.backstay.config.WebhookProvider;
import dev.backstay.config.WebhooksConfig;
import dev.backstay.http.access.SourceAddress;
import dev.backstay.http.webhook.Answer;
import dev.backstay.http.webhook.Delivery;
import dev.backstay.http.webhook.Intake;
import dev.backstay.http.webhook.Outcome;
import dev.backstay.http.webhook.SourceLimits;
import dev.backstay.http.webhook.SourceLimits.Admission;
import dev.backstay.http.webhook.WakeUps;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the webhooks of git servers. All that one can do is to have the config repo looked at: what
 * is new there, the git server is asked, not the webhook.
 */
public final class Webhooks implements Routes {
  /** The words of all outcomes, as they are counted. */
  public static final List<String> OUTCOMES = Outcome.words();

  private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
  private static final Duration BETWEEN_REFUSALS_IN_LOG = Duration.ofSeconds(10);

  private final WebhooksConfig config;
  private final Intake intake;
  private final SourceLimits limits = new SourceLimits(System::nanoTime);
  private final Clock clock;
  private final BiConsumer<String, String> counter;
  private final AtomicLong refusalLogged =
      new AtomicLong(System.nanoTime() - BETWEEN_REFUSALS_IN_LOG.toNanos());

  /** From where something came, and when. */
  private record Origin(WebhookProvider provider, String source, Instant at) {}

  /**
   * Takes webhooks from now on.
   *
   * @param wake has the config repo looked at; gets the time from which on a commit is timed
   * @param counter gets the words of provider and outcome of each
   */
  public Webhooks(
      WebhooksConfig config,
      String branch,
      Consumer<Instant> wake,
      Clock clock,
      BiConsumer<String, String> counter) {
    this.config = config;
    this.intake = new Intake(branch, WakeUps.of(wake), System::nanoTime);
    this.clock = clock;
    this.counter = counter;
    config.secretFiles().forEach(Webhooks::announce);
  }

  private static void announce(WebhookProvider provider, Path secretFile) {
    LOG.info("webhooks of {} are taken at /webhooks/{}", provider.word(), provider.word());
    Intake.objectionTo(secretFile).ifPresent(LOG::error);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/webhooks/{provider}", this::take);
  }

  private void take(Context context) {
    Instant now = clock.instant();
    WebhookProvider provider =
        WebhookProvider.of(context.pathParam("provider"))
            .orElseThrow(
                () ->
                    new Refusal(
                        404,
                        "There are no webhooks of this provider",
                        "send it to /webhooks/github, gitlab, gitea or generic"));
    Path secretFile = config.secretFile(provider).orElseThrow(() -> switchedOff(provider));
    Origin origin = new Origin(provider, SourceAddress.of(ClientAddress.of(context)), now);
    switch (limits.admit(origin.source())) {
      case Admission.Limited(Duration retryAfter) -> limited(context, origin, retryAfter);
      case Admission.Admitted _ -> admitted(context, origin, secretFile);
    }
  }

  private static Refusal switchedOff(WebhookProvider provider) {
    return new Refusal(
        404,
        "Webhooks of " + provider.word() + " are switched off",
        "set http.webhooks." + provider.word() + ".secretFile in the configuration");
  }

  private void limited(Context context, Origin origin, Duration retryAfter) {
    context.header("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds() + 1)));
    answer(
        context,
        origin,
        new Answer(
            Outcome.LIMITED, "there were too many from this address; polling goes on", true));
  }

  private void admitted(Context context, Origin origin, Path secretFile) {
    Delivery delivery =
        new Delivery(
            origin.provider(),
            name -> Optional.ofNullable(context.header(name)),
            context.bodyAsBytes());
    Answer answer = intake.take(delivery, secretFile, origin.at());
    if (answer.isGenuine()) {
      limits.proven(origin.source());
    }
    answer(context, origin, answer);
  }

  private void answer(Context context, Origin origin, Answer answer) {
    int status = answer.outcome().status();
    String provider = origin.provider().word();
    counter.accept(provider, answer.outcome().word());
    log(origin, answer);
    if (status >= 300) {
      throw new Refusal(
          status, "The webhook is not taken: " + answer.outcome().word(), answer.detail());
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("provider", provider);
    body.put("outcome", answer.outcome().word());
    body.put("detail", answer.detail());
    context.status(status);
    Json.answer(context, body);
  }

  /** What anybody can cause is told now and then only; the metric counts all of it. */
  private void log(Origin origin, Answer answer) {
    if (!answer.isNews()) {
      LOG.debug("{} webhook: {}", origin.provider().word(), answer.detail());
    } else if (answer.isGenuine()) {
      LOG.info("{} webhook: {}", origin.provider().word(), answer.detail());
    } else if (isDueInLog()) {
      LOG.warn(
          "{} webhook from {} is not taken: {}",
          origin.provider().word(),
          origin.source(),
          answer.detail());
      if (answer.outcome() == Outcome.MISCONFIGURED) {
        config.secretFile(origin.provider()).flatMap(Intake::objectionTo).ifPresent(LOG::error);
      }
    }
  }

  private boolean isDueInLog() {
    long now = System.nanoTime();
    long last = refusalLogged.get();
    return now - last >= BETWEEN_REFUSALS_IN_LOG.toNanos()
        && refusalLogged.compareAndSet(last, now);
  }
}
