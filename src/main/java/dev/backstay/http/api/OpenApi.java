package dev.backstay.http.api;

import dev.backstay.http.Routes;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The API described for programs, as OpenAPI 3.1. */
public final class OpenApi implements Routes {
  private final String document;

  public OpenApi(String version) {
    try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
      byte[] text = Objects.requireNonNull(in, "openapi.json is not in the jar").readAllBytes();
      document = new String(text, StandardCharsets.UTF_8).replace("${version}", version);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(
        "/openapi.json", context -> context.contentType("application/json").result(document));
  }
}
