package dev.backstay.http.wire;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;

/**
 * A port with the connections that are open on it.
 *
 * @param connector what listens
 */
public record Port(ServerConnector connector, Connections connections) {

  /** What tells one port from another. */
  public record Kind(
      int number,
      Limits limits,
      Predicate<InetAddress> isExempt,
      Optional<Encryption> encryption) {}

  /**
   * Makes one.
   *
   * @param threads do the work that comes from it
   */
  public static Port of(Kind kind, Server server, Executor threads, HttpConfiguration base) {
    HttpConfiguration http = new HttpConfiguration(base);
    ServerConnector connector =
        new ServerConnector(server, threads, null, null, 1, 1, factories(kind.encryption(), http));
    connector.setPort(kind.number());
    connector.setIdleTimeout(kind.limits().head().toMillis());
    Connections connections = new Connections(kind.limits(), kind.isExempt(), System::nanoTime);
    connector.addBean(connections);
    return new Port(connector, connections);
  }

  private static ConnectionFactory[] factories(
      Optional<Encryption> encryption, HttpConfiguration http) {
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    if (encryption.isEmpty()) {
      return new ConnectionFactory[] {plain};
    }
    // whether a name is ours is for http.hosts to say: by a tunnel the agent has any
    http.addCustomizer(new SecureRequestCustomizer(false, false, -1, false));
    return new ConnectionFactory[] {
      new SslConnectionFactory(encryption.get().factory(), plain.getProtocol()), plain
    };
  }
}
