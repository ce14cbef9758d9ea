package dev.backstay.bench;

import dev.backstay.testing.ProcessAgent;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Whether a sync takes longer while many look at its page. */
final class LiveBench {
  private static final String ENVIRONMENT = "production";
  private static final int OBJECTS = 50;
  private static final int ROUNDS = 15;
  private static final int CLIENTS = 200;

  /** Of one address there may be no more than 64. */
  private static final int OF_ADDRESS = 50;

  private final TestRepository repository;
  private final ProcessAgent agent;
  private final AtomicLong received = new AtomicLong();
  private int value;

  private LiveBench(TestRepository repository, ProcessAgent agent) {
    this.repository = repository;
    this.agent = agent;
  }

  /** Takes nothing. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("backstay-live");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    try (TestCluster cluster = TestCluster.local(folder)) {
      Path config =
          TestAgent.pollingRarely(
              TestAgent.configure(
                  cluster.agentKubeconfig(),
                  folder.resolve("agent"),
                  repository.url(),
                  Env.of(ENVIRONMENT, "live")));
      write(repository, 0).commit("begin");
      repository.push();
      try (ProcessAgent agent = ProcessAgent.start(config, folder.resolve("log"))) {
        new LiveBench(repository, agent).run();
      }
    }
    System.exit(0);
  }

  private void run() throws IOException {
    agent.awaitSynced(ENVIRONMENT, repository.head());
    syncs(); // a program that has just started is slower
    Duration alone = syncs();
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(look("127.0.0." + (2 + i / OF_ADDRESS)));
    }
    Duration watched = syncs();
    for (Socket client : clients) {
      client.close();
    }
    Duration after = syncs();
    System.out.printf(
        Locale.ROOT,
        "%d ConfigMaps changed at once, median of %d syncs: %.3f s with nobody looking, %.3f s with"
            + " %d streams (%.1f MB sent), %.3f s afterwards%n",
        OBJECTS,
        ROUNDS,
        alone.toMillis() / 1e3,
        watched.toMillis() / 1e3,
        CLIENTS,
        received.get() / 1e6,
        after.toMillis() / 1e3);
  }

  private static TestRepository write(TestRepository repository, int value) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < OBJECTS; i++) {
      all.append(
          """
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: settings-%d }
          data: { value: "%d" }
          """
              .formatted(i, value));
    }
    return repository.write(ENVIRONMENT + "/settings.yaml", all.toString());
  }

  private Duration syncs() {
    List<Duration> times = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      String commit = write(repository, ++value).commit("value " + value);
      repository.push();
      agent.sync(ENVIRONMENT);
      agent.awaitSynced(ENVIRONMENT, commit);
      JsonNode sync = agent.history(ENVIRONMENT).get(0);
      times.add(Duration.ofMillis(Math.round(sync.path("seconds").asDouble() * 1000)));
    }
    return Median.of(times, Function.identity());
  }

  /** Somebody who reads all that comes. */
  private Socket look(String from) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(bytes(from)), 0));
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), agent.uri("/").getPort()));
    socket
        .getOutputStream()
        .write(
            ("GET /environments/" + ENVIRONMENT + "/live HTTP/1.1\r\nHost: a\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
    InputStream in = socket.getInputStream();
    Thread.ofVirtual().start(() -> drain(in));
    return socket;
  }

  private static byte[] bytes(String address) {
    byte[] bytes = new byte[4];
    int i = 0;
    for (String part : address.split("\\.", -1)) {
      bytes[i++] = (byte) Integer.parseInt(part);
    }
    return bytes;
  }

  private void drain(InputStream in) {
    byte[] buffer = new byte[16 * 1024];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        received.addAndGet(n);
      }
    } catch (IOException _) {
      // closed
    }
  }
}
