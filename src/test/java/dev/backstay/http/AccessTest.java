package dev.backstay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.config.HttpConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessTest {
  private final HttpClient http = HttpClient.newHttpClient();

  private HttpResponse<String> post(HttpServer server, String authorization)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/change");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody());
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpServer serverWith(Optional<Path> tokenFile) {
    Access access = new Access(tokenFile);
    HttpConfig config = new HttpConfig("127.0.0.1", 0, 0, tokenFile);
    return new HttpServer(
            config,
            routes ->
                routes.post(
                    "/change",
                    context -> {
                      access.require(context);
                      context.result("changed");
                    }))
        .start();
  }

  @Test
  void withoutATokenFileNobodyMayChangeAnything() throws Exception {
    try (HttpServer server = serverWith(Optional.empty())) {
      HttpResponse<String> response = post(server, "Bearer anything");
      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("application/problem+json");
      assertThat(response.body()).contains("http.tokenFile");
    }
  }

  @Test
  void onlyTheTokenOpensAndItCanBeRotated(@TempDir Path folder) throws Exception {
    Path token = folder.resolve("token");
    Files.writeString(token, "first\n");
    try (HttpServer server = serverWith(Optional.of(token))) {
      assertThat(post(server, "").statusCode()).isEqualTo(401);
      assertThat(post(server, "Bearer ").statusCode()).isEqualTo(401);
      assertThat(post(server, "Bearer second").statusCode()).isEqualTo(401);
      assertThat(post(server, "Basic first").statusCode()).isEqualTo(401);
      assertThat(post(server, "Bearer first").statusCode()).isEqualTo(200);
      Files.writeString(token, "second");
      assertThat(post(server, "Bearer first").statusCode()).isEqualTo(401);
      assertThat(post(server, "Bearer second").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anEmptyOrMissingTokenFileOpensNothing(@TempDir Path folder) throws Exception {
    Path token = folder.resolve("token");
    try (HttpServer server = serverWith(Optional.of(token))) {
      assertThat(post(server, "Bearer x").statusCode()).isEqualTo(403);
      Files.writeString(token, "\n");
      assertThat(post(server, "Bearer x").statusCode()).isEqualTo(401);
    }
  }
}
