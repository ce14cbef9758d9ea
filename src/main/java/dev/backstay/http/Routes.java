package dev.backstay.http;

import io.javalin.config.RoutesConfig;

/** Some of the server's routes. */
public interface Routes {
  void addTo(RoutesConfig routes);
}
