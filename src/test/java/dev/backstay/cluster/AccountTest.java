package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backstay.config.ServiceAccount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As whom requests are made: every one says so by itself, whoever else uses the connection. */
final class AccountTest {
  private static final Account DEPLOYER = new Account("backstay", "deployer");
  private static final String USERNAME = "system:serviceaccount:backstay:deployer";

  private final HttpServer server;
  private final Map<String, List<String>> seen = new ConcurrentHashMap<>();
  private KubeHttp agent;

  AccountTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void connect(@TempDir Path folder) throws IOException {
    server.createContext("/", this::answer);
    server.start();
    String kubeconfig =
        """
        apiVersion: v1
        kind: Config
        current-context: test
        contexts: [{ name: test, context: { cluster: test, user: test, namespace: home } }]
        clusters: [{ name: test, cluster: { server: "http://127.0.0.1:%d" } }]
        users: [{ name: test, user: { token: t } }]
        """
            .formatted(server.getAddress().getPort());
    Path file = Files.writeString(folder.resolve("kubeconfig"), kubeconfig);
    agent = KubeHttp.connect(Optional.of(file), "agent", (_, _) -> {});
  }

  @AfterEach
  void stop() {
    agent.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    seen.put(
        exchange.getRequestURI().getPath(),
        Optional.ofNullable(exchange.getRequestHeaders().get("Impersonate-User"))
            .orElse(List.of()));
    byte[] body = "{}\n".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void p6_everyRequestOfAnAccountSaysSoAndNoneOfTheAgentItselfDoes() throws Exception {
    KubeHttp records = agent.forEnvironment("shop", "production");
    KubeHttp objects = records.as(DEPLOYER);

    objects.send(Request.get("as-account"));
    objects.send(Request.apply("applied-as-account", "{}"));
    objects.send(Request.delete("deleted-as-account", "{}"));
    objects.watch(Request.get("watched-as-account"), _ -> {}, new CompletableFuture<>());
    records.send(Request.get("as-agent"));
    agent.send(Request.post("also-as-agent", "{}"));

    assertThat(seen)
        .containsOnly(
            Map.entry("/as-account", List.of(USERNAME)),
            Map.entry("/applied-as-account", List.of(USERNAME)),
            Map.entry("/deleted-as-account", List.of(USERNAME)),
            Map.entry("/watched-as-account", List.of(USERNAME)),
            Map.entry("/as-agent", List.of()),
            Map.entry("/also-as-agent", List.of()));
  }

  @Test
  void anAccountWithoutANamespaceIsInTheAgentsOwn() {
    assertThat(
            Account.of(new ServiceAccount(Optional.empty(), "deployer"), agent.ownNamespace())
                .username())
        .isEqualTo("system:serviceaccount:home:deployer");
    assertThat(
            Account.of(new ServiceAccount(Optional.of("teams"), "deployer"), agent.ownNamespace())
                .username())
        .isEqualTo("system:serviceaccount:teams:deployer");
  }
}
