package dev.backstay.config;

import java.util.List;
import java.util.Optional;

/**
 * Where the agent listens, and for whom.
 *
 * @param port of the page, the API and the webhooks; 0 is any free one
 * @param probePort of the probes and the metrics; 0 is any free one
 * @param access who may read and who may change something
 * @param tls how page, API and webhooks are encrypted; without it they are not
 * @param hosts the names under which page and API may be asked for; any if there are none
 * @param webhooks whose webhooks are taken
 */
public record HttpConfig(
    String address,
    int port,
    int probePort,
    AccessConfig access,
    Optional<TlsConfig> tls,
    List<String> hosts,
    WebhooksConfig webhooks) {
  static final HttpConfig DEFAULT = at("0.0.0.0", 8080, 8081);
  static final int HIGHEST_PORT = 65_535;

  public HttpConfig {
    hosts = List.copyOf(hosts);
    Names.host(address);
    checkPort(port);
    checkPort(probePort);
    if (port == probePort && port != 0) {
      throw new BadValue("port and probePort must not be the same, as " + port + " is");
    }
  }

  /** Readable by everyone who comes near, and changed by nobody; takes no webhooks. */
  public static HttpConfig at(String address, int port, int probePort) {
    return new HttpConfig(
        address,
        port,
        probePort,
        AccessConfig.READ_ONLY,
        Optional.empty(),
        List.of(),
        WebhooksConfig.NONE);
  }

  private static void checkPort(int port) {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new BadValue("expected a port between 0 and " + HIGHEST_PORT + ", not " + port);
    }
  }
}
