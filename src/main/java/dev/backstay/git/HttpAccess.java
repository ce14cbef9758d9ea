package dev.backstay.git;

import dev.backstay.config.ProxyAddress;
import dev.backstay.git.GitException.Kind;
import dev.backstay.git.https.Authorities;
import dev.backstay.git.https.HttpConnections;
import dev.backstay.git.https.HttpOrigin;
import dev.backstay.git.https.ProxyLogin;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;

/** To a git server by https; by http only without credentials, or on this machine. */
final class HttpAccess implements Access {
  private final Remote remote;
  private final HttpOrigin origin;
  private final Authorities authorities = new Authorities();
  private final Optional<InetSocketAddress> proxy;
  private final ProxyLogin proxyLogin;

  private HttpAccess(Remote remote, HttpOrigin origin) {
    this.remote = remote;
    this.origin = origin;
    this.proxy = remote.proxy().map(ProxyAddress::unresolved);
    this.proxyLogin = new ProxyLogin(proxy);
  }

  static HttpAccess of(Remote remote, URIish uri) throws GitException {
    // JGit and the JDK would repeat them in their messages
    if (remote.url().contains("@")) {
      throw Access.unusable(remote, "it holds credentials: they belong in a Secret");
    }
    HttpOrigin origin = HttpOrigin.of(uri);
    if (remote.credentials().isPresent() && !origin.isPrivate()) {
      throw Access.unusable(
          remote, "http would send the credentials in the clear: give an https URL");
    }
    return new HttpAccess(remote, origin);
  }

  @Override
  public Login login() throws GitException {
    Credentials credentials =
        remote.credentials().isPresent()
            ? Credentials.read(remote.credentials().get())
            : Credentials.NONE;
    proxyLogin.use(credentials.proxy());
    HttpConnections connections =
        new HttpConnections(origin, credentials.server(), sockets(credentials), proxy, proxyLogin);
    return new Login(transport -> prepare(transport, connections), credentials.secrets());
  }

  private static void prepare(Transport transport, HttpConnections connections) {
    if (!(transport instanceof TransportHttp http)) {
      throw new IllegalStateException("no connection by http: " + transport.getClass());
    }
    http.setHttpConnectionFactory(connections);
  }

  private Optional<SSLSocketFactory> sockets(Credentials credentials) throws GitException {
    if (credentials.authorities().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(authorities.sockets(credentials.authorities().get()));
    } catch (GeneralSecurityException e) {
      // its message may quote the file
      throw new GitException(
          Kind.AUTHENTICATION,
          "read the credentials in " + remote.credentials().orElseThrow(),
          "its file " + Credentials.CA + " holds no certificates in PEM form, or damaged ones");
    }
  }
}
