package dev.backstay.cli;

import dev.backstay.change.RemoteRollback;
import dev.backstay.cluster.Clusters;
import dev.backstay.config.AgentConfig;
import dev.backstay.config.CommitStatusConfig;
import dev.backstay.config.ConfigError;
import dev.backstay.config.ConfigReading;
import dev.backstay.config.ConfigWatcher;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.config.RepositoryConfig;
import dev.backstay.config.WebhooksConfig;
import dev.backstay.git.ConfigRepository;
import dev.backstay.git.DataDir;
import dev.backstay.git.Remote;
import dev.backstay.http.Access;
import dev.backstay.http.HttpServer;
import dev.backstay.http.Probes;
import dev.backstay.http.Webhooks;
import dev.backstay.http.action.Buttons;
import dev.backstay.http.action.DiffPage;
import dev.backstay.http.action.RollbackPage;
import dev.backstay.http.action.Rollbacks;
import dev.backstay.http.api.Api;
import dev.backstay.http.api.OpenApi;
import dev.backstay.http.api.SuspendApi;
import dev.backstay.http.live.Hub;
import dev.backstay.http.live.Streams;
import dev.backstay.http.page.Assets;
import dev.backstay.http.page.Frames;
import dev.backstay.http.page.Page;
import dev.backstay.http.page.Watched;
import dev.backstay.http.why.Excerpts;
import dev.backstay.http.why.FilePage;
import dev.backstay.http.why.ObjectPage;
import dev.backstay.metrics.AgentMetrics;
import dev.backstay.metrics.EnvironmentMetrics;
import dev.backstay.metrics.LagMetrics;
import dev.backstay.metrics.Scrape;
import dev.backstay.metrics.StatusMetrics;
import dev.backstay.notify.Notifier;
import dev.backstay.sync.Agent;
import dev.backstay.sync.SyncListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent with everything around it: the map of the program. */
final class RunningAgent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningAgent.class);
  private static final Duration CONFIG_LOOKS = Duration.ofSeconds(2);

  private final AgentConfig started;
  private final DataDir dataDir;
  private final ConfigRepository repository;
  private final Optional<Notifier> notifier;
  private final Agent agent;
  private final Hub live;
  private final HttpServer http;
  private final ConfigWatcher watcher;

  private RunningAgent(AgentConfig config, Path file) throws IOException {
    started = config;
    // finer times would only be longer to read
    Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    LOG.info(
        "backstay {} follows {} branch {} for {} environments",
        Version.current(),
        config.repository().url(),
        config.repository().branch(),
        config.environments().size());
    AgentMetrics metrics = new AgentMetrics();
    EnvironmentMetrics series = new EnvironmentMetrics(metrics);
    series.are(names(config));

    dataDir = DataDir.open(config.dataDir());
    repository = ConfigRepository.open(dataDir, remote(config.repository()));
    Clusters clusters = new Clusters(dataDir.agentId(), clock, metrics);
    notifier = config.notifications().commitStatus().map(c -> notifier(c, metrics, clock));
    List<SyncListener> listeners = new ArrayList<>(series.listeners());
    notifier.map(Notifier::listener).ifPresent(listeners::add);
    agent = Agent.start(config, repository, clusters, clock, SyncListener.all(listeners));
    StatusMetrics.register(metrics, Version.current(), agent::statuses, agent::repository);
    LagMetrics.register(metrics, agent::statuses, clock);

    Access access = new Access(config.http().access(), clock);
    Frames frames = new Frames(access, clock);
    Excerpts excerpts = new Excerpts(repository);
    SuspendApi suspensions = new SuspendApi(agent, clock);
    Watched watched = new Watched(agent, clock);
    live = new Hub(watched).start();
    Scrape scrape = new Scrape(metrics);
    http =
        new HttpServer(
            config.http(),
            access,
            new Assets(),
            new Page(agent, frames),
            new Buttons(agent, suspensions),
            new RollbackPage(agent, frames, rollbacks(config, clock)),
            new DiffPage(agent, repository, frames),
            new ObjectPage(agent, frames, excerpts),
            new FilePage(agent, frames, excerpts),
            new Streams(live, watched, access),
            new Api(agent),
            new OpenApi(Version.current()),
            suspensions,
            webhooks(config, metrics, clock),
            new Probes(agent::isAlive, scrape::contentType, scrape::text));
    watcher =
        ConfigWatcher.start(file, config, CONFIG_LOOKS, read -> reload(read, metrics, series));
  }

  private static List<String> names(AgentConfig config) {
    return config.environments().stream().map(EnvironmentConfig::name).toList();
  }

  /** Starts what answers first, then what works. */
  static RunningAgent start(AgentConfig config, Path file) throws IOException {
    RunningAgent running = new RunningAgent(config, file);
    running.http.start();
    LOG.info(
        "page and API on port {}, probes and metrics on port {}",
        running.http.port(),
        running.http.probePort());
    return running;
  }

  private Notifier notifier(CommitStatusConfig config, AgentMetrics metrics, Clock clock) {
    String provider = Notifier.word(config.provider());
    LOG.info("commit statuses go to {} at {}", config.project(), config.api());
    metrics.expectNotifications(provider);
    return Notifier.start(config, started.repository().branch(), clock, metrics::onNotification);
  }

  private Webhooks webhooks(AgentConfig config, AgentMetrics metrics, Clock clock) {
    WebhooksConfig taken = config.http().webhooks();
    taken
        .secretFiles()
        .keySet()
        .forEach(provider -> metrics.expectWebhooks(provider.word(), Webhooks.OUTCOMES));
    String branch = config.repository().branch();
    return new Webhooks(taken, branch, agent::wake, clock, metrics::onWebhook);
  }

  private Rollbacks rollbacks(AgentConfig config, Clock clock) {
    boolean mustSign = config.repository().verify().isPresent();
    return new Rollbacks(agent, new RemoteRollback(remote(config.repository()), mustSign, clock));
  }

  private static Remote remote(RepositoryConfig config) {
    return new Remote(
        config.url(), config.branch(), config.credentials(), config.proxy(), config.timeout());
  }

  /** Environments follow at once; what the process was started with stays until it is restarted. */
  private void reload(ConfigReading read, AgentMetrics metrics, EnvironmentMetrics series) {
    switch (read) {
      case ConfigReading.Valid(AgentConfig changed) -> {
        metrics.onReload(true);
        if (!changed.repository().equals(started.repository())
            || !changed.http().equals(started.http())
            || !changed.notifications().equals(started.notifications())
            || !changed.dataDir().equals(started.dataDir())) {
          LOG.warn("changes of repository, http, notify and dataDir take effect after a restart");
        }
        agent.follow(changed.environments());
        series.are(names(changed));
        LOG.info("configuration reloaded: {} environments", changed.environments().size());
      }
      case ConfigReading.Invalid(List<ConfigError> errors) -> {
        metrics.onReload(false);
        LOG.error("the changed configuration is refused, the old one stays");
        errors.forEach(error -> LOG.error("  {}", error));
      }
    }
  }

  List<String> routes() {
    return http.routes();
  }

  int port() {
    return http.port();
  }

  int probePort() {
    return http.probePort();
  }

  /** Stops in reverse: no new work, then what shows it. */
  @Override
  public void close() {
    LOG.info("stopping");
    watcher.close();
    agent.close();
    notifier.ifPresent(Notifier::close);
    live.close();
    http.close();
    repository.close();
    dataDir.close();
    LOG.info("stopped");
  }
}
