package dev.backstay.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault does what it says, in front of a server that writes down what it was asked. */
final class FaultProxyTest {
  private static final String LINES = "one\ntwo\nthree\n";

  private final List<String> served = new CopyOnWriteArrayList<>();
  private final CountDownLatch more = new CountDownLatch(1);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
    proxy =
        FaultProxy.inFrontOf(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
  }

  @AfterEach
  void stop() {
    more.countDown();
    proxy.close();
    server.stop(0);
    client.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      served.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body + key);
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(LINES.getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      if (exchange.getRequestURI().toString().contains("watch=1")) {
        more.await();
        exchange.getResponseBody().write("four\n".getBytes(StandardCharsets.UTF_8));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(String method, String target) {
    return HttpRequest.newBuilder(URI.create(proxy.uri() + target))
        .header("Authorization", "a-key")
        .method(method, HttpRequest.BodyPublishers.ofString(method.equals("GET") ? "" : "body "))
        .build();
  }

  private HttpResponse<String> send(String method, String target)
      throws IOException, InterruptedException {
    return client.send(request(method, target), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void passesTheRequestAndTheAnswerAsTheyAre() throws Exception {
    assertThat(send("PATCH", "/a?b=c").body()).isEqualTo(LINES);
    assertThat(served).containsExactly("PATCH /a?b=c body a-key");
  }

  @Test
  void forwardsEachLineOfAStreamWhenItComesAndEndsWithTheCaller() throws Exception {
    HttpResponse<Stream<String>> response =
        client.send(request("GET", "/?watch=1"), HttpResponse.BodyHandlers.ofLines());
    Iterator<String> lines = response.body().iterator();
    assertThat(List.of(lines.next(), lines.next(), lines.next()))
        .containsExactly("one", "two", "three");
    more.countDown();
    assertThat(lines.next()).isEqualTo("four");
  }

  @Test
  void cutsBeforeTheServerHearsOfIt() {
    proxy.rule(_ -> new Fault.CutBefore());
    assertThatThrownBy(() -> send("PATCH", "/")).isInstanceOf(IOException.class);
    assertThat(served).isEmpty();
  }

  @Test
  void cutsAfterTheServerHasCarriedItOut() {
    proxy.rule(_ -> new Fault.CutAfter());
    assertThatThrownBy(() -> send("PATCH", "/")).isInstanceOf(IOException.class);
    assertThat(served).hasSize(1);
  }

  @Test
  void breaksInTheMiddleOfTheAnswer() throws Exception {
    proxy.rule(_ -> new Fault.HalfResponse(5));
    HttpResponse<java.io.InputStream> response =
        client.send(request("GET", "/"), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.body().readNBytes(5)).isEqualTo("one\nt".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> response.body().read()).isInstanceOf(IOException.class);
  }

  @Test
  void answersInPlaceOfTheServer() throws Exception {
    proxy.rule(_ -> Fault.Answer.tooManyRequests(7));
    HttpResponse<String> busy = send("GET", "/");
    assertThat(busy.statusCode()).isEqualTo(429);
    assertThat(busy.headers().firstValue("Retry-After")).contains("7");
    proxy.rule(_ -> new Fault.Answer(500, Map.of(), "broken"));
    assertThat(send("GET", "/").body()).isEqualTo("broken");
    assertThat(served).isEmpty();
  }

  @Test
  void asksForSomethingElse() throws Exception {
    proxy.rule(request -> new Fault.Rewrite(request.path() + "?resourceVersion=1"));
    send("GET", "/a?b=c");
    assertThat(served).containsExactly("GET /a?resourceVersion=1 a-key");
  }

  @Test
  void dropsAndDoublesLines() throws Exception {
    proxy.rule(
        _ ->
            new Fault.Lines(
                line ->
                    switch (line) {
                      case "one" -> List.of();
                      case "two" -> List.of(line, line);
                      default -> List.of(line);
                    }));
    assertThat(send("GET", "/").body()).isEqualTo("two\ntwo\nthree\n");
  }

  @Test
  void holdsUntilTheTestLetsGoAndDelaysForATime() throws Exception {
    CountDownLatch until = new CountDownLatch(1);
    proxy.rule(_ -> new Fault.Hold(until));
    CompletableFuture<HttpResponse<String>> held =
        client.sendAsync(request("GET", "/"), HttpResponse.BodyHandlers.ofString());
    await().until(() -> proxy.fired().size() == 1);
    assertThat(served).isEmpty();
    until.countDown();
    assertThat(held.join().body()).isEqualTo(LINES);

    proxy.rule(_ -> new Fault.Delay(Duration.ofMillis(50)));
    long before = System.nanoTime();
    send("GET", "/");
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(50_000_000);
  }

  @Test
  void numbersRequestsAndWritesAndRemembersThem() throws Exception {
    proxy.rule(request -> request.writeNumber() == 2 ? new Fault.CutBefore() : new Fault.Pass());
    send("GET", "/read");
    send("PATCH", "/rehearsal?dryRun=All");
    send("PATCH", "/apis/coordination.k8s.io/v1/namespaces/a/leases/b");
    send("PATCH", "/first");
    assertThatThrownBy(() -> send("DELETE", "/second")).isInstanceOf(IOException.class);
    send("POST", "/third");
    assertThat(proxy.seen())
        .extracting(seen -> seen.request().number() + " " + seen.request().writeNumber())
        .containsExactly("1 0", "2 0", "3 0", "4 1", "5 2", "6 3");
    assertThat(proxy.fired())
        .singleElement()
        .satisfies(seen -> assertThat(seen.request().path()).isEqualTo("/second"));
    proxy.pass();
    assertThat(proxy.seen()).isEmpty();
  }

  @Test
  void cutsAllWhenItGoesDownAndCountsWhoComesMeanwhile() throws Exception {
    HttpResponse<Stream<String>> response =
        client.send(request("GET", "/?watch=1"), HttpResponse.BodyHandlers.ofLines());
    Iterator<String> lines = response.body().skip(3).iterator();
    proxy.down();
    assertThatThrownBy(lines::hasNext).isInstanceOf(java.io.UncheckedIOException.class);
    assertThatThrownBy(() -> send("PATCH", "/")).isInstanceOf(IOException.class);
    assertThat(proxy.refused()).isPositive();
    proxy.up();
    assertThat(send("GET", "/").statusCode()).isEqualTo(200);
  }

  @Test
  void speaksTlsWithTheCertificateOfTheDay(@TempDir Path folder) throws Exception {
    TestCertificate first = TestCertificate.create(folder, "first");
    TestCertificate second = TestCertificate.create(folder, "second");
    proxy.certificate(first.server());
    HttpRequest request = request("GET", "/");
    HttpClient trusting = HttpClient.newBuilder().sslContext(trusting(first)).build();
    assertThat(trusting.send(request, HttpResponse.BodyHandlers.ofString()).body())
        .isEqualTo(LINES);
    proxy.certificate(second.server());
    assertThatThrownBy(() -> trusting.send(request, HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(javax.net.ssl.SSLHandshakeException.class);
  }

  private static SSLContext trusting(TestCertificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, new char[0]);
    store.setCertificateEntry(
        "server",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(certificate.pem().getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
