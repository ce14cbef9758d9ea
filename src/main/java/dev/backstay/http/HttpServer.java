package dev.backstay.http;

import dev.backstay.config.HttpConfig;
import dev.backstay.http.wire.Connections;
import dev.backstay.http.wire.Encryption;
import dev.backstay.http.wire.ErrorAnswers;
import dev.backstay.http.wire.Gate;
import dev.backstay.http.wire.Limits;
import dev.backstay.http.wire.Port;
import dev.backstay.http.wire.WholeBody;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.ThreadLimitHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * One server with two ports: page and API for people and programs, probes and metrics for the
 * cluster. Neither port answers what is the other's, and each has threads of its own, so that the
 * probes answer whatever happens at the other one.
 */
public final class HttpServer implements AutoCloseable {
  static final Set<String> PROBE_PATHS = Set.of("/livez", "/readyz", "/metrics");

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  /** A connection that a scraper keeps open is no reason to wait. */
  private static final Duration IDLE_AT_STOP = Duration.ofMillis(100);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int MOST_THREADS = 16;
  private static final int FEWEST_THREADS = 4;
  private static final int MOST_PROBE_THREADS = 6;
  private static final int FEWEST_PROBE_THREADS = 3;

  /** One address must not keep all threads busy by taking its answers slowly. */
  private static final int MOST_THREADS_OF_ADDRESS = 6;

  private static final int LARGEST_HEAD = 16 * 1024;

  private final HttpConfig config;
  private final Limits limits;
  private final Optional<Encryption> encryption;
  private final QueuedThreadPool probeThreads =
      new QueuedThreadPool(MOST_PROBE_THREADS, FEWEST_PROBE_THREADS);
  private final Javalin javalin;
  private final Keeper keeper = new Keeper(BETWEEN_LOOKS, this::look);
  private final Ports ports = new Ports();

  /** The ports, known once the server is built. */
  private static final class Ports {
    private Optional<Port> main = Optional.empty();
    private Optional<Port> probes = Optional.empty();

    Port main() {
      return main.orElseThrow();
    }

    Port probes() {
      return probes.orElseThrow();
    }

    Port of(Connector connector) {
      return connector.equals(probes().connector()) ? probes() : main();
    }
  }

  /** A server with the bounds that hold everywhere. */
  public HttpServer(HttpConfig config, Routes... rooms) {
    this(config, Limits.PUBLIC, rooms);
  }

  HttpServer(HttpConfig config, Limits limits, Routes... rooms) {
    this.config = config;
    this.limits = limits;
    this.encryption = config.tls().map(Encryption::new);
    this.javalin =
        Javalin.create(
            javalinConfig -> {
              configure(javalinConfig);
              javalinConfig.routes.before(this::separatePorts);
              javalinConfig.routes.exception(Refusal.class, Problems::answer);
              javalinConfig.routes.exception(HttpResponseException.class, Problems::refused);
              javalinConfig.routes.exception(Exception.class, Problems::unexpected);
              javalinConfig.routes.error(404, Problems::notFound);
              for (Routes room : rooms) {
                room.addTo(javalinConfig.routes);
              }
            });
  }

  private void configure(JavalinConfig javalinConfig) {
    javalinConfig.startup.showJavalinBanner = false;
    javalinConfig.startup.showOldJavalinVersionWarning = false;
    javalinConfig.startup.startupWatcherEnabled = false;
    javalinConfig.http.maxRequestSize = WholeBody.LARGEST_OF_ALL;
    javalinConfig.http.prefer405over404 = true;
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS);
    javalinConfig.jetty.threadPool = threads;
    javalinConfig.jetty.modifyHttpConfiguration(HttpServer::beStrict);
    javalinConfig.jetty.modifyServer(this::modify);
    javalinConfig.jetty.addConnector(
        (server, http) -> {
          Port port = port(mainPort(), server, threads, http);
          ports.main = Optional.of(port);
          return port.connector();
        });
    javalinConfig.jetty.addConnector(
        (server, http) -> {
          server.addBean(probeThreads);
          Port port = port(probePorts(), server, probeThreads, http);
          ports.probes = Optional.of(port);
          return port.connector();
        });
  }

  private static void beStrict(HttpConfiguration http) {
    http.setUriCompliance(UriCompliance.DEFAULT);
    http.setHttpCompliance(HttpCompliance.RFC9110);
    http.setRequestHeaderSize(LARGEST_HEAD);
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
  }

  /** From outside in: what the gate lets pass is read in whole, then worked on. */
  private void modify(Server server) {
    server.setStopTimeout(STOP_TIMEOUT.toMillis());
    server.setErrorHandler(new ErrorAnswers());
    ThreadLimitHandler fair = new ThreadLimitHandler();
    fair.setThreadLimit(MOST_THREADS_OF_ADDRESS);
    server.insertHandler(fair);
    server.insertHandler(new WholeBody(connector -> ports.of(connector).connections()));
    Set<String> hosts = Set.copyOf(config.hosts());
    server.insertHandler(
        new Gate(
            connector -> ports.of(connector).connections(),
            connector -> ports.of(connector).equals(ports.main()) ? hosts : Set.of()));
    server.insertHandler(new GracefulHandler());
  }

  private Port.Kind mainPort() {
    return new Port.Kind(
        config.port(),
        limits,
        address ->
            config.access().trustedProxy().stream()
                .flatMap(proxy -> proxy.addresses().stream())
                .anyMatch(range -> range.contains(address)),
        encryption);
  }

  private Port.Kind probePorts() {
    return new Port.Kind(config.probePort(), Limits.PROBES, _ -> false, Optional.empty());
  }

  private Port port(Port.Kind kind, Server server, Executor threads, HttpConfiguration http) {
    Port port = Port.of(kind, server, threads, http);
    port.connector().setHost(config.address());
    port.connector().setShutdownIdleTimeout(IDLE_AT_STOP.toMillis());
    return port;
  }

  private void separatePorts(Context request) {
    boolean onProbePort = request.req().getLocalPort() == probePort();
    if (onProbePort != PROBE_PATHS.contains(request.path())) {
      throw new Refusal(404, "Nothing is here", "see the other port");
    }
  }

  private void look() {
    ports.main().connections().closeSlow();
    ports.probes().connections().closeSlow();
    encryption.ifPresent(Encryption::look);
  }

  public HttpServer start() {
    javalin.start();
    keeper.start();
    return this;
  }

  /** What it answers, as {@code GET /api/v1/environments}: for who documents it. */
  public List<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(handler -> handler.endpoint.method + " " + handler.endpoint.path)
        .toList();
  }

  /** The port of page and API, also where any free one was asked for. */
  public int port() {
    return ports.main().connector().getLocalPort();
  }

  public int probePort() {
    return ports.probes().connector().getLocalPort();
  }

  /** Of the port of page and API. */
  Connections connections() {
    return ports.main().connections();
  }

  @Override
  public void close() {
    keeper.close();
    javalin.stop();
  }
}
