package dev.backstay.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a running agent's API. */
final class AgentClient implements AutoCloseable {
  static final String ENVIRONMENTS = "/api/v1/environments";

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI server;
  private final Optional<Path> tokenFile;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  AgentClient(URI server, Optional<Path> tokenFile) {
    this.server = server;
    this.tokenFile = tokenFile;
  }

  URI server() {
    return server;
  }

  /** The path of an environment, whatever was typed for its name. */
  static String environment(String name) {
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
    return ENVIRONMENTS + "/" + encoded.replace("+", "%20").replace("%2F", "/");
  }

  JsonNode get(String path) throws IOException {
    return send(HttpRequest.newBuilder(server.resolve(path)).GET());
  }

  JsonNode post(String path) throws IOException {
    return send(
        HttpRequest.newBuilder(server.resolve(path)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  /** Posts a JSON document. */
  JsonNode post(String path, JsonNode body) throws IOException {
    return send(
        HttpRequest.newBuilder(server.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException {
    if (tokenFile.isPresent()) {
      request.header("Authorization", "Bearer " + token(tokenFile.get()));
    }
    HttpResponse<String> response;
    try {
      response = http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (IOException e) {
      throw new NoAnswer("no agent answers at " + server + " (use --server or BACKSTAY_SERVER)", e);
    }
    JsonNode body = parse(response.body());
    if (response.statusCode() >= 300) {
      throw new IOException(
          body.path("title").asString("HTTP " + response.statusCode())
              + ": "
              + body.path("detail").asString(""));
    }
    return body;
  }

  private static String token(Path file) throws IOException {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IOException("the token cannot be read from " + file, e);
    }
  }

  private static JsonNode parse(String body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw new IOException("what answers there is no Backstay agent", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
