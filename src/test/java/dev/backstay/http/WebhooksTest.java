package dev.backstay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.config.AccessConfig;
import dev.backstay.config.HttpConfig;
import dev.backstay.config.WebhookProvider;
import dev.backstay.config.WebhooksConfig;
import dev.backstay.testing.AgentApi;
import dev.backstay.testing.CapturedLog;
import dev.backstay.testing.WebhookSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks as they come over HTTP. */
final class WebhooksTest {
  private static final String SECRET = "a-secret-of-the-tests";
  private static final int MEBIBYTE = 1024 * 1024;

  private static final AccessConfig OPEN =
      new AccessConfig(Optional.empty(), false, Optional.empty());

  @TempDir private Path folder;
  private final List<Instant> wakes = new CopyOnWriteArrayList<>();
  private final List<String> counted = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private Optional<HttpServer> running = Optional.empty();

  @BeforeEach
  void serve() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), SECRET);
    WebhooksConfig config =
        new WebhooksConfig(
            Map.of(
                WebhookProvider.GENERIC,
                secret,
                WebhookProvider.GITHUB,
                secret,
                WebhookProvider.GITEA,
                folder.resolve("nowhere")));
    HttpServer server =
        new HttpServer(
            new HttpConfig("127.0.0.1", 0, 0, OPEN, Optional.empty(), List.of(), config),
            new Webhooks(
                config,
                "main",
                wakes::add,
                Clock.systemUTC(),
                (provider, outcome) -> counted.add(provider + " " + outcome)));
    running = Optional.of(server.start());
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    running.ifPresent(HttpServer::close);
  }

  private int port() {
    return running.orElseThrow().port();
  }

  private HttpRequest.Builder to(String provider) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + port() + "/webhooks/" + provider));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> signed(String body) throws Exception {
    return signed(body.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> signed(byte[] body) throws Exception {
    return send(
        to("generic")
            .header("X-Backstay-Signature", "sha256=" + WebhookSigner.hex(SECRET, body))
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private HttpResponse<String> wrong(String header, String value) throws Exception {
    return send(
        to("github")
            .header("X-Hub-Signature-256", "sha256=" + "0".repeat(64))
            .header(header, value)
            .POST(BodyPublishers.ofString("{}")));
  }

  @Test
  void isAnsweredWithWhatIsDone() throws Exception {
    Instant before = Instant.now();
    HttpResponse<String> answer = signed("{}");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(AgentApi.json(answer.body()))
        .isEqualTo(
            AgentApi.json(
                "{\"provider\":\"generic\",\"outcome\":\"woken\","
                    + "\"detail\":\"the config repo is looked at now\"}"));
    assertThat(wakes)
        .singleElement()
        .satisfies(at -> assertThat(at).isBetween(before, Instant.now()));
    assertThat(counted).containsExactly("generic woken");
  }

  @Test
  void whatIsRefusedIsToldAsAProblemDocument() throws Exception {
    HttpResponse<String> answer = wrong("X-GitHub-Event", "push");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("signed with another secret").doesNotContain(SECRET);
    assertThat(counted).containsExactly("github refused");
    assertThat(wakes).isEmpty();
  }

  @Test
  void isSwitchedOffWithoutASecretFile() throws Exception {
    HttpResponse<String> off = send(to("gitlab").POST(BodyPublishers.ofString("{}")));
    assertThat(off.statusCode()).isEqualTo(404);
    assertThat(off.body()).contains("switched off", "http.webhooks.gitlab.secretFile");
    HttpResponse<String> unknown = send(to("sourceforge").POST(BodyPublishers.ofString("{}")));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("/webhooks/github, gitlab, gitea or generic");
    assertThat(send(to("github").GET()).statusCode()).isEqualTo(405);
    assertThat(counted).isEmpty();
  }

  @Test
  void saysThatTheSecretCannotBeUsedAndLogsWhy() throws Exception {
    try (CapturedLog log = CapturedLog.listen()) {
      HttpResponse<String> answer = send(to("gitea").POST(BodyPublishers.ofString("{}")));
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body())
          .contains("http.webhooks.gitea.secretFile")
          .doesNotContain(folder.toString());
      assertThat(log.text()).contains("nowhere cannot be used: it cannot be read");
    }
  }

  @Test
  void takesANewSecretWithoutARestart() throws Exception {
    Files.writeString(folder.resolve("secret"), "a-new-secret-of-the-tests\n" + SECRET);
    assertThat(signed("1").statusCode()).isEqualTo(202);
    Files.writeString(folder.resolve("secret"), "a-new-secret-of-the-tests");
    assertThat(signed("2").statusCode()).isEqualTo(401);
  }

  @Test
  void aBodyMayHaveOneMebibyte() throws Exception {
    assertThat(signed(new byte[MEBIBYTE]).statusCode()).isEqualTo(202);
  }

  @Test
  void aLargerBodyIsRefusedAlsoWithoutALength() throws Exception {
    byte[] large = new byte[MEBIBYTE + 1];
    HttpResponse<String> chunked =
        send(
            to("generic")
                .header("X-Backstay-Signature", "sha256=" + WebhookSigner.hex(SECRET, large))
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(raw("Content-Length: 99999999\r\n\r\n")).startsWith("HTTP/1.1 413");
    assertThat(counted).as("it does not get as far as that").isEmpty();
    assertThat(wakes).isEmpty();
  }

  @Test
  void aBodyShorterOrLongerThanAnnouncedWakesNobody() throws Exception {
    String signature = "X-Backstay-Signature: sha256=" + WebhookSigner.hex(SECRET, "{}") + "\r\n";
    assertThat(raw(signature + "Content-Length: 10\r\n\r\n{}")).startsWith("HTTP/1.1 400");
    assertThat(raw(signature + "Content-Length: 1\r\n\r\n{}")).startsWith("HTTP/1.1 401");
    assertThat(raw(signature + "Content-Length: -2\r\n\r\n{}")).startsWith("HTTP/1.1 400");
    assertThat(raw(signature + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} "))
        .startsWith("HTTP/1.1 400");
    assertThat(wakes).isEmpty();
  }

  /** Sends what no client would, and then nothing more. */
  private String raw(String rest) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(30_000);
      String request =
          "POST /webhooks/generic HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + rest;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void whoGuessesIsLockedOutWhateverHeSaysOfHisAddress() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(wrong("X-Forwarded-For", "198.51.100." + i).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> limited = wrong("Forwarded", "for=198.51.100.99");
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("Retry-After").orElse("")).matches("[1-7]");
    assertThat(signed("{}").statusCode()).as("no guess is looked at any more").isEqualTo(429);
    assertThat(counted).hasSize(12).endsWith("github limited", "generic limited");
    assertThat(wakes).isEmpty();
  }

  @Test
  void genuineOnesAreNotLimitedSoSoon() throws Exception {
    for (int i = 0; i < 40; i++) {
      assertThat(signed(Integer.toString(i)).statusCode()).isEqualTo(202);
    }
    assertThat(wakes).hasSizeBetween(2, 39);
  }

  @Test
  void aFloodIsToldOnceAndNothingThatItWrote() throws Exception {
    try (CapturedLog log = CapturedLog.listen()) {
      for (int i = 0; i < 12; i++) {
        wrong("X-GitHub-Event", "evil%0aWARN\u00e9\ttext");
      }
      assertThat(log.text().lines().filter(line -> line.contains("is not taken")))
          .singleElement()
          .asString()
          .contains("github webhook from 127.0.0.1 is not taken");
      assertThat(log.text()).doesNotContain("evil", SECRET, "0".repeat(64));
    }
  }
}
