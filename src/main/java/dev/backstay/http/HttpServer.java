package dev.backstay.http;

import dev.backstay.config.HttpConfig;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * One server with two ports: page and API for people and programs, probes and metrics for the
 * cluster. Neither port answers what is the other's.
 */
public final class HttpServer implements AutoCloseable {
  private static final Set<String> PROBE_PATHS = Set.of("/livez", "/readyz", "/metrics");
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

  /** A connection that a scraper keeps open is no reason to wait. */
  private static final Duration IDLE_AT_STOP = Duration.ofMillis(100);

  private static final int MOST_THREADS = 16;
  private static final int FEWEST_THREADS = 4;
  private static final long LARGEST_REQUEST = 64 * 1024;

  private final HttpConfig config;
  private final Javalin javalin;
  private final Ports ports = new Ports();

  /** The connectors, known once the server is built. */
  private static final class Ports {
    private volatile ServerConnector main = new ServerConnector(new Server());
    private volatile ServerConnector probes = main;
  }

  public HttpServer(HttpConfig config, Routes... rooms) {
    this.config = config;
    this.javalin =
        Javalin.create(
            javalinConfig -> {
              configure(javalinConfig);
              javalinConfig.routes.before(this::separatePorts);
              javalinConfig.routes.exception(Refusal.class, Problems::answer);
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
    javalinConfig.http.maxRequestSize = LARGEST_REQUEST;
    javalinConfig.jetty.threadPool = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS);
    javalinConfig.jetty.modifyHttpConfiguration(
        http -> http.setUriCompliance(UriCompliance.DEFAULT));
    javalinConfig.jetty.modifyServer(
        server -> {
          server.setStopTimeout(STOP_TIMEOUT.toMillis());
          server.insertHandler(new GracefulHandler());
        });
    javalinConfig.jetty.addConnector(
        (server, http) -> ports.main = connector(server, http, config.port()));
    javalinConfig.jetty.addConnector(
        (server, http) -> ports.probes = connector(server, http, config.probePort()));
  }

  private ServerConnector connector(Server server, HttpConfiguration http, int port) {
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(config.address());
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
    connector.setShutdownIdleTimeout(IDLE_AT_STOP.toMillis());
    return connector;
  }

  private void separatePorts(Context request) {
    boolean onProbePort = request.req().getLocalPort() == probePort();
    if (onProbePort != PROBE_PATHS.contains(request.path())) {
      throw new Refusal(404, "Nothing is here", "see the other port");
    }
  }

  public HttpServer start() {
    javalin.start();
    return this;
  }

  /** The port of page and API, also where any free one was asked for. */
  public int port() {
    return ports.main.getLocalPort();
  }

  public int probePort() {
    return ports.probes.getLocalPort();
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
