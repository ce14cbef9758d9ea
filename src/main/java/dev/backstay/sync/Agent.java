package dev.backstay.sync;

import dev.backstay.cluster.Clusters;
import dev.backstay.config.AgentConfig;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.config.RepositoryConfig;
import dev.backstay.git.ConfigRepository;
import dev.backstay.git.GitException;
import dev.backstay.git.GitFailure;
import dev.backstay.git.PollStatus;
import dev.backstay.git.Poller;
import dev.backstay.git.Revision;
import dev.backstay.git.trust.CommitVerifier;
import dev.backstay.manifest.ObjectKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All environments of one config repo: tells each of a new head, and starts and ends them. */
public final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  /** A back-off of the poller and a fetch that runs into its deadline. */
  private static final Duration SLOWEST_POLL = Duration.ofMinutes(10);

  private final RepositoryConfig config;
  private final Following following;
  private final Clusters clusters;
  private final Neighbours neighbours;
  private final Clock clock;
  private final SyncListener listener;
  private final LagWatch lags;
  private final Duration pollInterval;
  private final Poller poller;

  /** The newest one that the poller has told. */
  private Optional<Revision> head = Optional.empty();

  /** In the order of the configuration; replaced as a whole. */
  private volatile Map<String, Environment> environments = Map.of();

  private Agent(
      AgentConfig config,
      ConfigRepository repository,
      Clusters clusters,
      Clock clock,
      SyncListener listener)
      throws GitException {
    this.config = config.repository();
    this.following =
        new Following(config.repository().rewrites(), trust(config, repository, clock));
    this.pollInterval = config.repository().pollInterval();
    this.clusters = clusters;
    this.neighbours = new Neighbours(repository, clusters);
    this.clock = clock;
    this.lags = new LagWatch(repository, () -> environments.values()).start();
    this.listener = SyncListener.all(List.of(listener, lags));
    follow(config.environments());
    this.poller = Poller.start(repository, pollInterval, new News());
  }

  private static Trust trust(AgentConfig config, ConfigRepository repository, Clock clock) {
    return new Trust(
        repository,
        config.repository().verify().map(verify -> new CommitVerifier(verify.keys(), clock)));
  }

  /** Takes up the environments and begins to poll. */
  public static Agent start(
      AgentConfig config,
      ConfigRepository repository,
      Clusters clusters,
      Clock clock,
      SyncListener listener)
      throws GitException {
    return new Agent(config, repository, clusters, clock, listener);
  }

  /**
   * Takes over a changed list of environments. One that left is let go: its objects and inventory
   * stay as they are.
   */
  public synchronized void follow(List<EnvironmentConfig> wanted) {
    Map<String, Environment> before = environments;
    Set<EnvironmentConfig> same = new HashSet<>(wanted);
    neighbours.are(wanted);
    before.values().stream().filter(e -> !same.contains(e.config())).forEach(Environment::close);
    Map<String, Environment> after = new LinkedHashMap<>();
    for (EnvironmentConfig config : wanted) {
      Environment running = before.get(config.name());
      boolean keeps = running != null && running.config().equals(config);
      after.put(config.name(), keeps ? running : begin(config));
    }
    environments = after;
    lags.look();
  }

  private Environment begin(EnvironmentConfig config) {
    Environment environment = new Environment(config, following, neighbours, clock, listener);
    head.ifPresent(known -> environment.onHead(known, clock.instant()));
    return environment.start();
  }

  private synchronized void tell(Revision newHead, Instant seen) {
    head = Optional.of(newHead);
    environments.values().forEach(environment -> environment.onHead(newHead, seen));
  }

  /** What the poller has to tell. */
  private final class News implements Poller.Listener {
    @Override
    public void onHead(Revision newHead, Instant seen) {
      LOG.info("the head of the branch is {}", newHead.shortId());
      tell(newHead, seen);
    }

    @Override
    public void onFailure(GitFailure failure) {
      LOG.warn("{}", failure.message());
      listener.onPoll(false);
    }

    @Override
    public void onReachable(Instant at) {
      listener.onPoll(true);
      if (following.trust().refresh()) {
        environments.values().forEach(Environment::signersChanged);
      }
    }

    @Override
    public void onFetched(Duration took) {
      listener.onFetch(took);
    }
  }

  /** Whether polling and every environment go on; a slow git server or cluster is no stop. */
  public boolean isAlive() {
    Instant oldest = clock.instant().minus(pollInterval.multipliedBy(10)).minus(SLOWEST_POLL);
    return poller.status().lastAttempt().filter(at -> at.isBefore(oldest)).isEmpty()
        && environments.values().stream().allMatch(Environment::isAlive);
  }

  /** All environments, in the order of the configuration. */
  public List<EnvironmentStatus> statuses() {
    return environments.values().stream().map(Environment::status).toList();
  }

  public Optional<EnvironmentStatus> status(String environment) {
    return Optional.ofNullable(environments.get(environment)).map(Environment::status);
  }

  /** By environment a number that is another one whenever its status may tell something else. */
  public Map<String, Long> statusVersions() {
    Map<String, Long> versions = new LinkedHashMap<>();
    environments.forEach((name, environment) -> versions.put(name, environment.statusVersion()));
    return versions;
  }

  /**
   * Finds out why an object of an environment is as it is: asks the API server, so it may take its
   * time.
   *
   * @return empty if there is no such environment
   */
  public Optional<Why> why(String environment, ObjectKey key) {
    return Optional.ofNullable(environments.get(environment)).map(e -> e.why(key));
  }

  /** The config repo that is followed. */
  public RepositoryConfig follows() {
    return config;
  }

  /** How the config repo was last seen. */
  public PollStatus repository() {
    return poller.status();
  }

  /**
   * Polls at once and ends the waits of one environment.
   *
   * @param acceptRewrite a head whose rewritten history is accepted, empty for none
   * @return the number of the ask among the environment's {@link Asks}; empty if there is no such
   *     environment
   */
  public OptionalLong sync(String environment, String acceptRewrite) {
    Environment asked = environments.get(environment);
    if (asked == null) {
      return OptionalLong.empty();
    }
    long number = asked.asks().next();
    // waits end after the poll, so that they end with what it brought
    var _ = poller.wake().whenComplete((_, _) -> asked.ask(number, acceptRewrite));
    return OptionalLong.of(number);
  }

  /**
   * Somebody says that the branch has moved: polls at once, and then ends the waits of all
   * environments, except for what was tried since.
   *
   * @param at when that was said; from then on the time counts that a commit takes
   */
  public void wake(Instant at) {
    var _ =
        poller
            .wake(at)
            .whenComplete((_, _) -> environments.values().forEach(each -> each.endWaits(at)));
  }

  /** What was asked for and answered since the environment was started. */
  public Optional<Asks> asks(String environment) {
    return Optional.ofNullable(environments.get(environment)).map(Environment::asks);
  }

  /**
   * Suspends or resumes an environment.
   *
   * @return completes when that is on record in its cluster, or could not be; empty if there is no
   *     such environment
   */
  public Optional<CompletableFuture<SuspensionAnswer>> order(
      String environment, SuspensionOrder order) {
    return Optional.ofNullable(environments.get(environment)).map(e -> e.order(order));
  }

  /** Ends polling, then all environments at once, each between two of its requests. */
  @Override
  public void close() {
    poller.close();
    lags.close();
    List<Thread> closing =
        environments.values().stream()
            .map(environment -> Thread.startVirtualThread(environment::close))
            .toList();
    for (Thread thread : closing) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    clusters.close();
  }
}
