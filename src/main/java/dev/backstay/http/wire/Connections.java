package dev.backstay.http.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * The open connections of one port. Those over the bounds are closed at once, so that they never
 * keep anybody else waiting; those that take too long over something are closed by {@link
 * #closeSlow}. A bound on the idle time would not do: whoever sends a byte now and then is never
 * idle.
 */
public final class Connections implements Connection.Listener {
  private final Limits limits;
  private final Predicate<InetAddress> isExempt;
  private final LongSupplier nanoTime;
  private final Map<EndPoint, Progress> open = new ConcurrentHashMap<>();
  private final Map<InetAddress, Integer> perAddress = new HashMap<>();

  /**
   * Takes the bounds.
   *
   * @param isExempt addresses that many people share, such as a proxy's: of these there may be as
   *     many as of all
   */
  public Connections(Limits limits, Predicate<InetAddress> isExempt, LongSupplier nanoTime) {
    this.limits = limits;
    this.isExempt = isExempt;
    this.nanoTime = nanoTime;
  }

  /** What a connection is waited for. */
  private enum Phase {
    HEAD,
    BODY,
    ANSWER
  }

  private record Progress(InetAddress address, Phase phase, long since) {
    Progress to(Phase next, long now) {
      return new Progress(address, next, now);
    }
  }

  @Override
  public void onOpened(Connection connection) {
    EndPoint endPoint = network(connection.getEndPoint());
    // with TLS there are two connections, one in the other
    if (!open.containsKey(endPoint) && !admit(endPoint)) {
      endPoint.close();
    }
  }

  private synchronized boolean admit(EndPoint endPoint) {
    Optional<InetAddress> address = address(endPoint);
    if (address.isEmpty() || open.size() >= limits.connections()) {
      return false;
    }
    int others = perAddress.getOrDefault(address.get(), 0);
    if (others >= limits.connectionsPerAddress() && !isExempt.test(address.get())) {
      return false;
    }
    perAddress.put(address.get(), others + 1);
    open.put(endPoint, new Progress(address.get(), Phase.HEAD, nanoTime.getAsLong()));
    return true;
  }

  @Override
  public void onClosed(Connection connection) {
    forget(network(connection.getEndPoint()));
  }

  private synchronized void forget(EndPoint endPoint) {
    Optional.ofNullable(open.remove(endPoint))
        .ifPresent(
            gone ->
                perAddress.computeIfPresent(
                    gone.address(), (_, count) -> count == 1 ? null : count - 1));
  }

  /** The head of a request is there. */
  void onHead(Request request) {
    move(request, Phase.BODY);
  }

  /** All of a request is there. */
  void onBody(Request request) {
    move(request, Phase.ANSWER);
  }

  /** Some more of a long answer was taken: it may go on. */
  void onProgress(Request request) {
    move(request, Phase.ANSWER);
  }

  /** The answer is taken, so the next request is waited for. */
  void onAnswered(Request request) {
    move(request, Phase.HEAD);
  }

  private void move(Request request, Phase next) {
    open.computeIfPresent(
        network(request.getConnectionMetaData().getConnection().getEndPoint()),
        (_, progress) -> progress.to(next, nanoTime.getAsLong()));
  }

  /** Closes what has taken too long. */
  public void closeSlow() {
    long now = nanoTime.getAsLong();
    open.forEach(
        (endPoint, progress) -> {
          if (now - progress.since() > limit(progress.phase()).toNanos()) {
            endPoint.close();
            forget(endPoint);
          }
        });
  }

  private Duration limit(Phase phase) {
    return switch (phase) {
      case HEAD -> limits.head();
      case BODY -> limits.body();
      case ANSWER -> limits.answer();
    };
  }

  /** How many are open. */
  public int count() {
    return open.size();
  }

  private static Optional<InetAddress> address(EndPoint endPoint) {
    return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress socket
        ? Optional.ofNullable(socket.getAddress())
        : Optional.empty();
  }

  /** What is below the encryption: closing that needs no answer of the other side. */
  private static EndPoint network(EndPoint endPoint) {
    EndPoint below = endPoint;
    while (below instanceof EndPoint.Wrapper wrapper) {
      below = wrapper.unwrap();
    }
    return below;
  }
}
