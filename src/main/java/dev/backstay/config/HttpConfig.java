package dev.backstay.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the agent listens.
 *
 * @param port of the page, the API and the webhooks; 0 is any free one
 * @param probePort of the probes and the metrics; 0 is any free one
 * @param tokenFile holds the bearer token for requests that change something; without it they are
 *     all refused
 * @param webhooks whose webhooks are taken
 */
public record HttpConfig(
    String address, int port, int probePort, Optional<Path> tokenFile, WebhooksConfig webhooks) {
  static final HttpConfig DEFAULT = new HttpConfig("0.0.0.0", 8080, 8081, Optional.empty());
  static final int HIGHEST_PORT = 65_535;

  public HttpConfig {
    Names.host(address);
    checkPort(port);
    checkPort(probePort);
    if (port == probePort && port != 0) {
      throw new BadValue("port and probePort must not be the same, as " + port + " is");
    }
  }

  /** Takes no webhooks. */
  public HttpConfig(String address, int port, int probePort, Optional<Path> tokenFile) {
    this(address, port, probePort, tokenFile, WebhooksConfig.NONE);
  }

  private static void checkPort(int port) {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new BadValue("expected a port between 0 and " + HIGHEST_PORT + ", not " + port);
    }
  }
}
