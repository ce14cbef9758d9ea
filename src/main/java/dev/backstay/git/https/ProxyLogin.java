package dev.backstay.git.https;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers the proxy, and no server. One for each way to a git server, not for each talk: the JDK
 * remembers something for each that it has seen, for ever.
 */
public final class ProxyLogin extends Authenticator {
  private final Optional<InetSocketAddress> proxy;
  private volatile Optional<Basic> credentials = Optional.empty();

  public ProxyLogin(Optional<InetSocketAddress> proxy) {
    this.proxy = proxy;
  }

  /** Takes over what the files say now. */
  public void use(Optional<Basic> now) {
    credentials = now;
  }

  @Override
  @SuppressWarnings("NullAway") // the JDK's own way to say that there is no answer
  protected @Nullable PasswordAuthentication getPasswordAuthentication() {
    boolean isOurs =
        getRequestorType() == RequestorType.PROXY
            && proxy.filter(p -> p.getPort() == getRequestingPort()).isPresent();
    return credentials
        .filter(_ -> isOurs)
        .map(c -> new PasswordAuthentication(c.user(), c.password().toCharArray()))
        .orElse(null);
  }
}
