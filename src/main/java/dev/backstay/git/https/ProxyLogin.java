package dev.backstay.git.https;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Answers the proxy, and no server; once a talk, as the JDK would show a wrong password twenty
 * times. One for each way to a git server, not for each talk: the JDK remembers something for each
 * that it has seen, for ever.
 */
public final class ProxyLogin extends Authenticator {
  private final Optional<InetSocketAddress> proxy;
  private final AtomicReference<Optional<Basic>> answer = new AtomicReference<>(Optional.empty());

  public ProxyLogin(Optional<InetSocketAddress> proxy) {
    this.proxy = proxy;
  }

  /** Takes over what the files say now; to be called before each talk. */
  public void use(Optional<Basic> now) {
    answer.set(now);
  }

  @Override
  @SuppressWarnings("NullAway") // the JDK's own way to say that there is no answer
  protected @Nullable PasswordAuthentication getPasswordAuthentication() {
    boolean isOurs =
        getRequestorType() == RequestorType.PROXY
            && proxy.filter(p -> p.getPort() == getRequestingPort()).isPresent();
    if (!isOurs) {
      return null;
    }
    return answer
        .getAndSet(Optional.empty())
        .map(c -> new PasswordAuthentication(c.user(), c.password().toCharArray()))
        .orElse(null);
  }
}
