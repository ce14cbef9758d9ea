package dev.backstay.cluster;

import dev.backstay.manifest.Problem;
import dev.backstay.manifest.Sha256;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one API server, shared by all who ask it. Tokens and certificates are replaced
 * while the agent runs: whoever is not let in looks whether the files have changed, and if so all
 * go on with what they say now.
 */
final class Connection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /**
   * What requests are sent with.
   *
   * @param made names what it was made from: address, credentials, certificates
   */
  record Way(KubernetesClient client, String base, String made) {}

  private final Optional<Path> kubeconfig;
  private final Optional<String> context;
  private volatile Way way;

  /** Requests that are under way when the credentials change may end. */
  private Optional<Way> retired = Optional.empty();

  private volatile Optional<Problem> trouble = Optional.empty();
  private final CountDownLatch closed = new CountDownLatch(1);

  private Connection(Optional<Path> kubeconfig, Optional<String> context) {
    this.kubeconfig = kubeconfig;
    this.context = context;
    this.way = way(read());
  }

  static Connection by(Optional<Path> kubeconfig) {
    return new Connection(kubeconfig, Optional.empty());
  }

  /**
   * By a context of a kubeconfig.
   *
   * @param context empty: the current one
   */
  static Connection by(Optional<Path> kubeconfig, Optional<String> context) {
    return new Connection(kubeconfig, context);
  }

  Way way() {
    return way;
  }

  /** Why the last request was not let in or not answered; empty if it was. */
  Optional<Problem> trouble() {
    return trouble;
  }

  void is(Optional<Problem> inTrouble) {
    trouble = inTrouble;
  }

  /** Waits as long as the server asks for, or until the agent stops; gives false then. */
  boolean pause(Duration duration) {
    try {
      return !closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Connects anew if the files say something else than when a way was made that has failed.
   *
   * @return whether there is another way than the failed one
   */
  synchronized boolean renew(Way failed) {
    if (!way.made().equals(failed.made())) {
      return true;
    }
    try {
      Config config = read();
      if (made(config).equals(failed.made())) {
        return false;
      }
      way = way(config);
    } catch (RuntimeException e) {
      // half-written, or gone for the moment that it takes to replace it
      LOG.warn("{} is still asked with the old credentials: {}", failed.base(), e.getMessage());
      return false;
    }
    LOG.info("the credentials have changed: connected anew to {}", way.base());
    retired.ifPresent(longAgo -> longAgo.client().close());
    retired = Optional.of(failed);
    return true;
  }

  private Config read() {
    Config found = kubeconfig.map(this::parse).orElseGet(this::findByItself);
    Config config =
        new ConfigBuilder(found)
            .withRequestRetryBackoffLimit(0)
            .withConnectionTimeout(10_000)
            .withHttp2Disable(true)
            .build();
    // the library would set its own after ours
    config.setUserAgent("");
    return config;
  }

  private Config findByItself() {
    return checked(Config.autoConfigure(context.orElse(null)), "the kubeconfig");
  }

  /** What a parser says of a bad file quotes it, and so may show a token: it is not passed on. */
  private Config parse(Path file) {
    Optional<Config> parsed;
    try {
      parsed = Optional.of(Config.fromKubeconfig(context.orElse(null), file.toFile()));
    } catch (RuntimeException _) {
      parsed = Optional.empty();
    }
    // of an empty file the library makes the address of the cluster that it may run in
    Config found =
        parsed
            .filter(config -> config.getCurrentContext() != null)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        file + " is missing, is no kubeconfig, or names no current context"));
    return checked(found, file.toString());
  }

  /** Of a context that does not exist the library makes the address of any cluster. */
  private Config checked(Config found, String file) {
    boolean isThere =
        context.isEmpty()
            || (found.getCurrentContext() != null
                && context.get().equals(found.getCurrentContext().getName()));
    if (!isThere) {
      throw new IllegalStateException(file + " has no context " + context.orElse(""));
    }
    return found;
  }

  private static Way way(Config config) {
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientFactory(new JdkHttpClientFactory())
            .build();
    return new Way(client, client.getConfiguration().getMasterUrl(), made(config));
  }

  private static String made(Config config) {
    String parts =
        Stream.of(
                config.getMasterUrl(),
                config.getOauthToken(),
                config.getAutoOAuthToken(),
                config.getUsername(),
                config.getPassword(),
                config.getCaCertData(),
                content(config.getCaCertFile()),
                config.getClientCertData(),
                content(config.getClientCertFile()),
                config.getClientKeyData(),
                content(config.getClientKeyFile()))
            .map(String::valueOf)
            .collect(Collectors.joining("\n"));
    return Sha256.hex(parts.getBytes(StandardCharsets.UTF_8));
  }

  private static String content(@Nullable String file) {
    try {
      return file == null ? "" : Files.readString(Path.of(file));
    } catch (IOException _) {
      return "unreadable";
    }
  }

  @Override
  public synchronized void close() {
    closed.countDown();
    way.client().close();
    retired.ifPresent(longAgo -> longAgo.client().close());
  }
}
