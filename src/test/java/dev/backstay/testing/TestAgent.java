package dev.backstay.testing;

import dev.backstay.cli.InProcessAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The agent inside of the test's JVM. */
public final class TestAgent extends AgentApi {
  private final Path folder;
  private final InProcessAgent agent;

  private TestAgent(Path folder, InProcessAgent agent) {
    this.folder = folder;
    this.agent = agent;
  }

  /**
   * An environment of the agent's configuration.
   *
   * @param more further settings in flow style, each with a leading comma; may be empty
   */
  public record Env(String name, String path, String namespace, String more) {
    public static Env of(String name, String namespace) {
      return new Env(name, name, namespace, "");
    }
  }

  /** Starts an agent that keeps its data in a folder, and finds it there when started again. */
  public static TestAgent start(TestCluster cluster, Path folder, String url, Env... environments) {
    return start(configure(cluster, folder, url, environments));
  }

  /** Starts an agent that reaches the cluster by a kubeconfig of its own. */
  public static TestAgent start(Path kubeconfig, Path folder, String url, Env... environments) {
    return start(configure(kubeconfig, folder, url, environments));
  }

  /** Starts an agent with a configuration that was written before. */
  public static TestAgent start(Path configuration) {
    try {
      Path folder = configuration.resolveSibling("");
      return new TestAgent(folder, InProcessAgent.start(configuration));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the configuration that {@link #start} uses. */
  public static Path configure(TestCluster cluster, Path folder, String url, Env... environments) {
    Path file = configure(cluster.agentKubeconfig(), folder, url, environments);
    cluster.histories().ifPresent(histories -> histories.follow(file));
    return file;
  }

  /** Lets an agent look at git when it starts, and from then on only when it is asked. */
  public static Path pollingRarely(Path config) {
    try {
      String often = Files.readString(config);
      String rarely = often.replace("pollInterval: 1s", "pollInterval: 30m");
      if (rarely.equals(often)) {
        throw new IllegalStateException(config + " polls in a way that is not known here");
      }
      return Files.writeString(config, rarely);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a configuration that reaches the cluster by a kubeconfig of its own. */
  public static Path configure(Path kubeconfig, Path folder, String url, Env... environments) {
    try {
      Files.createDirectories(folder.resolve("secrets"));
      Files.writeString(folder.resolve("token"), TOKEN);
      Files.writeString(folder.resolve("tokens"), TOKEN_LINE);
      StringBuilder config =
          new StringBuilder(
              """
              repository: { url: "%s", pollInterval: 1s%s }
              dataDir: data
              http: { address: 127.0.0.1, port: 0, probePort: 0, tokenFile: tokens }
              environments:
              """
                  .formatted(url, url.startsWith("http") ? ", auth: { secret: git }" : ""));
      for (Env e : List.of(environments)) {
        config.append(
            "  - { name: %s, path: %s, namespace: %s, cluster: { kubeconfig: %s }%s }\n"
                .formatted(e.name(), e.path(), e.namespace(), kubeconfig, e.more()));
      }
      Path file = folder.resolve("backstay.yaml");
      Files.writeString(file, config);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What its server answers, as {@code GET /api/v1/environments}. */
  public List<String> routes() {
    return agent.routes();
  }

  public Path folder() {
    return folder;
  }

  public HttpResponse<String> getProbe(String path) {
    return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + probePort() + path)));
  }

  /** The port of the probes and the metrics. */
  public int probePort() {
    return agent.probePort();
  }

  @Override
  int port() {
    return agent.port();
  }

  @Override
  void end() {
    agent.close();
  }
}
