package dev.backstay.git.https;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URL;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/**
 * How JGit gets its connections: by the given proxy or none, whatever the machine is set to, with
 * the credentials for their server only. They are sent at once, as the server's challenge would
 * cost a request at each poll, and once, so that a wrong password locks no account.
 *
 * @param origin the one server that gets the credentials, wherever it redirects to
 * @param sockets with the trust that is wanted; empty for the JVM's own
 */
public record HttpConnections(
    HttpOrigin origin,
    Optional<Basic> credentials,
    Optional<SSLSocketFactory> sockets,
    Optional<InetSocketAddress> proxy,
    ProxyLogin proxyLogin)
    implements HttpConnectionFactory {

  /** The JDK would not show a password to a proxy on the way to an https server. */
  private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";

  /** To be called before anything opens an http connection: the JDK looks at it once. */
  public static void allowPasswordsForProxies() {
    System.setProperty(TUNNELING, "");
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    // a name is looked up for each connection, as the address behind it may change
    Proxy by =
        proxy
            .map(p -> new InetSocketAddress(p.getHostString(), p.getPort()))
            .map(p -> new Proxy(Proxy.Type.HTTP, p))
            .orElse(Proxy.NO_PROXY);
    HttpURLConnection connection = (HttpURLConnection) url.openConnection(by);
    connection.setAuthenticator(proxyLogin);
    if (connection instanceof HttpsURLConnection https) {
      sockets.ifPresent(https::setSSLSocketFactory);
    }
    if (origin.equals(HttpOrigin.of(url))) {
      credentials.ifPresent(c -> connection.setRequestProperty("Authorization", c.header()));
    }
    return new PlainConnection(connection);
  }

  @Override
  public HttpConnection create(URL url, Proxy ofTheMachine) throws IOException {
    return create(url);
  }
}
