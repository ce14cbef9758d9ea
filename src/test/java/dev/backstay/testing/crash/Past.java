package dev.backstay.testing.crash;

import dev.backstay.testing.Fault;
import dev.backstay.testing.FaultProxy;
import dev.backstay.testing.Kubeconfig;
import dev.backstay.testing.ProxyRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API server's answers as they were at an earlier version of the cluster. */
final class Past implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern VERSION = Pattern.compile("([?&]resourceVersion=)[^&]*");

  private final FaultProxy plain;
  private final String token;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Asks as the user of a kubeconfig. */
  Past(Path kubeconfig) {
    this.plain = FaultProxy.inFrontOf(kubeconfig);
    this.token = Kubeconfig.read(kubeconfig).token();
  }

  /** The version that the cluster has now. */
  String version() {
    return get("/api/v1/namespaces?limit=1").path("metadata").path("resourceVersion").asString();
  }

  /** What was answered to a read at a version. */
  Fault answer(ProxyRequest read, Resource resource, String version) {
    Optional<String> name = resource.name();
    return name.isPresent()
        ? object(resource.collection(), name.get(), version)
        : new Fault.Rewrite(at(read.target(), version));
  }

  /** The same watch, from an earlier version on. */
  static Fault watch(ProxyRequest watch, String version) {
    return new Fault.Rewrite(VERSION.matcher(watch.target()).replaceAll("$1" + version));
  }

  /** No single object can be asked for at a version, but a list of one can. */
  private Fault object(String collection, String name, String version) {
    JsonNode items =
        get(at(collection + "?fieldSelector=metadata.name%3D" + name, version)).path("items");
    return items.isEmpty()
        ? Fault.Answer.status(404, "NotFound", name + " not found")
        : new Fault.Answer(
            200, Map.of("Content-Type", "application/json"), JSON.writeValueAsString(items.get(0)));
  }

  private static String at(String target, String version) {
    return target
        + (target.contains("?") ? "&" : "?")
        + "resourceVersion="
        + version
        + "&resourceVersionMatch=Exact";
  }

  private JsonNode get(String target) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(plain.uri() + target))
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(target + ": " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    plain.close();
  }
}
