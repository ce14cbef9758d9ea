package dev.backstay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.config.HttpConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two ports, each with what is its own. */
final class HttpServerTest {
  /** Has no stack trace, to keep the log of the tests short. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken() {
      super("inner words", null, false, false);
    }
  }

  private final AtomicBoolean alive = new AtomicBoolean(true);
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server =
      new HttpServer(
              HttpConfig.at("127.0.0.1", 0, 0),
              new Probes(alive::get, accept -> "text/plain; version=1", accept -> "a_metric 1\n"),
              routes -> routes.get("/", context -> context.result("the page")),
              routes ->
                  routes.get(
                      "/broken",
                      _ -> {
                        throw new Broken();
                      }))
          .start();

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void showsThePageOnItsPortOnly() throws Exception {
    assertThat(get(server.port(), "/").body()).isEqualTo("the page");
    assertThat(get(server.probePort(), "/").statusCode()).isEqualTo(404);
  }

  @Test
  void answersProbesOnTheirPortOnly() throws Exception {
    for (String path : new String[] {"/livez", "/readyz", "/metrics"}) {
      assertThat(get(server.probePort(), path).statusCode()).as(path).isEqualTo(200);
      assertThat(get(server.port(), path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(get(server.probePort(), "/metrics").body()).isEqualTo("a_metric 1\n");
  }

  @Test
  void isNotAliveButReadyWhenALoopHasStopped() throws Exception {
    alive.set(false);
    assertThat(get(server.probePort(), "/livez").statusCode()).isEqualTo(503);
    assertThat(get(server.probePort(), "/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void tellsWhatIsNotThereAsAProblemDocument() throws Exception {
    HttpResponse<String> response = get(server.port(), "/nowhere");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(response.body()).contains("\"status\":404").contains("/api/v1/environments");
  }

  @Test
  void tellsNothingOfItsInsidesWhenItFails() throws Exception {
    HttpResponse<String> response = get(server.port(), "/broken");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("inner words").contains("\"status\":500");
  }
}
