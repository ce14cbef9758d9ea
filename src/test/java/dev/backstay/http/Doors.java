package dev.backstay.http;

import dev.backstay.config.AccessConfig;
import dev.backstay.config.HttpConfig;
import dev.backstay.config.TlsConfig;
import dev.backstay.config.WebhooksConfig;
import dev.backstay.http.access.AccessToken;
import dev.backstay.http.access.Role;
import dev.backstay.http.wire.Limits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A server with a few routes behind its access, and who may use them. */
final class Doors implements AutoCloseable {
  static final int LARGE = 16 << 20;

  final AccessToken reader = AccessToken.random();
  final AccessToken operator = AccessToken.random();
  final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  private Doors(HttpConfig config, Limits limits) {
    server =
        new HttpServer(
                config,
                limits,
                new Access(config.access(), InstantSource.system()),
                new Probes(() -> true, _ -> "text/plain", _ -> "a_metric 1\n"),
                routes -> {
                  routes.get("/", context -> context.result("the page"));
                  routes.get("/large", context -> context.result("x".repeat(LARGE)));
                  routes.get(
                      "/broken",
                      _ -> {
                        throw new IllegalStateException("inner words");
                      });
                  routes.get("/api/v1/environments/{name}", context -> context.result("{}"));
                  routes.post(
                      "/change", context -> context.result("changed by " + Access.name(context)));
                  routes.post(
                      "/webhooks/any", context -> context.result("" + context.body().length()));
                  routes.get("/webhooks/any", context -> context.result("read"));
                })
            .start();
  }

  static Doors open(AccessConfig access) {
    return open(access, Limits.PUBLIC);
  }

  static Doors open(AccessConfig access, Limits limits) {
    return new Doors(config(access, Optional.empty(), List.of()), limits);
  }

  static Doors open(HttpConfig config) {
    return new Doors(config, Limits.PUBLIC);
  }

  static HttpConfig config(AccessConfig access, Optional<TlsConfig> tls, List<String> hosts) {
    return new HttpConfig("127.0.0.1", 0, 0, access, tls, hosts, WebhooksConfig.NONE);
  }

  /** With both tokens in a file. */
  static Doors withTokens(Path folder, boolean requireToken) throws IOException {
    Path file = folder.resolve("tokens");
    Doors doors = open(new AccessConfig(Optional.of(file), requireToken, Optional.empty()));
    Files.write(
        file,
        List.of(doors.reader.line("rita", Role.READ), doors.operator.line("otto", Role.OPERATE)));
    return doors;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  /** The headers by turns name and value. */
  HttpResponse<String> get(String path, String... headers) {
    return send(HttpRequest.newBuilder(uri(path)), headers);
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return send(
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)), headers);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
    try {
      HttpRequest.Builder whole = headers.length == 0 ? request : request.headers(headers);
      return http.send(whole.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    server.close();
  }
}
