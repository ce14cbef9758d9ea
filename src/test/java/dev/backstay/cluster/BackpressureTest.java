package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A busy API server is given the time that it asks for, unless the agent is stopping. */
final class BackpressureTest {
  private static String kubeconfig(int port) {
    return """
        apiVersion: v1
        kind: Config
        current-context: test
        contexts: [{ name: test, context: { cluster: test, user: test } }]
        clusters: [{ name: test, cluster: { server: "http://127.0.0.1:%d" } }]
        users: [{ name: test, user: { token: t } }]
        """
        .formatted(port);
  }

  @Test
  void toStopEndsTheWaitAndIsNoError(@TempDir Path folder) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    HttpServer busy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    busy.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "3600");
          exchange.sendResponseHeaders(429, -1);
          exchange.close();
          asked.countDown();
        });
    busy.start();
    try {
      Path file =
          Files.writeString(folder.resolve("kubeconfig"), kubeconfig(busy.getAddress().getPort()));
      KubeHttp http = KubeHttp.connect(Optional.of(file), "agent", (_, _) -> {});
      CompletableFuture<Answer> waiting =
          CompletableFuture.supplyAsync(() -> http.send(Request.get("api")));
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      http.close();

      assertThat(waiting.get(5, TimeUnit.SECONDS).code()).isIn(429, 0);
      assertThat(http.send(Request.get("api")))
          .as("after the end")
          .isInstanceOf(Answer.Nothing.class);
    } finally {
      busy.stop(0);
    }
  }
}
