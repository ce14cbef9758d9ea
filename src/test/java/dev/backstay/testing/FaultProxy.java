package dev.backstay.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A reverse proxy on the loopback address in front of a real server, which goes wrong exactly when
 * a rule says so, and remembers what was asked. Each connection serves one request. Callers speak
 * plain HTTP to it unless it was given a certificate.
 */
public final class FaultProxy implements AutoCloseable {
  private static final Fault PASS = new Fault.Pass();

  /** Decides what becomes of each request. */
  @FunctionalInterface
  public interface Rule {
    /** Is called for one request at a time, in the order of their numbers; must not block. */
    Fault on(ProxyRequest request);
  }

  /** A request, when it came, and what was done with it. */
  public record Seen(ProxyRequest request, Fault fault, Instant at) {}

  private final Upstream upstream;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile Optional<SSLContext> certificate = Optional.empty();
  private volatile boolean down;

  // guarded by this
  private Rule rule = _ -> PASS;
  private List<Seen> seen = new ArrayList<>();
  private long writes;

  private FaultProxy(Upstream upstream) {
    this.upstream = upstream;
    try {
      this.server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("fault-proxy").start(this::accept);
  }

  /** Starts in front of the API server that a kubeconfig names, whose CA is trusted. */
  public static FaultProxy inFrontOf(Path kubeconfig) {
    return new FaultProxy(Upstream.of(Kubeconfig.read(kubeconfig)));
  }

  /** Starts in front of a server that speaks plain HTTP. */
  public static FaultProxy inFrontOf(URI server) {
    return new FaultProxy(Upstream.plain(server));
  }

  /** Writes a copy of a kubeconfig that goes through this proxy. */
  public Path kubeconfig(Path folder, Path original) {
    return Kubeconfig.read(original)
        .at(uri(), Optional.empty())
        .write(folder.resolve("proxied.kubeconfig"));
  }

  /** Where it listens: {@code http://127.0.0.1:1234}, or https with a certificate. */
  public URI uri() {
    String scheme = certificate.isPresent() ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort());
  }

  /** From now on speaks TLS with this certificate; connections that are open stay. */
  public void certificate(SSLContext next) {
    certificate = Optional.of(next);
  }

  /** From now on this rule decides; numbers begin again at 1, and what was seen is forgotten. */
  public synchronized void rule(Rule next) {
    rule = next;
    seen = new ArrayList<>();
    writes = 0;
  }

  /** From now on all passes; numbers begin again at 1, and what was seen is forgotten. */
  public void pass() {
    rule(_ -> PASS);
  }

  /** All requests since the rule was set, in the order they came. */
  public synchronized List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** The requests since the rule was set that something happened to. */
  public List<Seen> fired() {
    return seen().stream().filter(each -> !(each.fault() instanceof Fault.Pass)).toList();
  }

  /** How many connections were refused while it was down, since the start. */
  public int refused() {
    return refused.get();
  }

  /** Goes down: cuts what is open, and resets every new connection. Keeps its port. */
  public void down() {
    down = true;
    open.forEach(FaultProxy::reset);
  }

  public void up() {
    down = false;
  }

  @Override
  public void close() {
    down();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket caller = server.accept();
        Thread.ofVirtual().name("fault-proxy-connection").start(() -> serve(caller));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void serve(Socket caller) {
    open.add(caller);
    if (down) {
      refused.incrementAndGet();
      reset(caller);
    }
    try (caller;
        Socket secured = secured(caller)) {
      caller.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(secured.getInputStream());
      Optional<HttpHead> head = HttpHead.read(in);
      if (head.isPresent()) {
        byte[] body = head.get().requestBody(in);
        ProxyExchange exchange = new ProxyExchange(this, caller, in, secured.getOutputStream());
        Seen decided = decide(head.get());
        exchange.carryOut(decided, head.get(), body);
      }
    } catch (IOException _) {
      // one side went away, which ends the connection to the other
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(caller);
    }
  }

  private Socket secured(Socket caller) throws IOException {
    if (certificate.isEmpty()) {
      return caller;
    }
    SSLSocket socket =
        (SSLSocket)
            certificate
                .get()
                .getSocketFactory()
                .createSocket(caller, "127.0.0.1", caller.getPort(), true);
    socket.setUseClientMode(false);
    return socket;
  }

  private synchronized Seen decide(HttpHead head) {
    String method = head.word(0);
    String target = head.word(1);
    long writeNumber = ProxyRequest.isWrite(method, target) ? ++writes : 0;
    ProxyRequest request = new ProxyRequest(seen.size() + 1L, writeNumber, method, target);
    Seen decided = new Seen(request, rule.on(request), Instant.now());
    seen.add(decided);
    return decided;
  }

  /** Opens a connection to the server, which {@link #down} cuts too. */
  Socket connect() throws IOException {
    Socket socket = upstream.connect();
    open.add(socket);
    if (down) {
      reset(socket);
    }
    return socket;
  }

  void forget(Socket socket) {
    open.remove(socket);
  }

  String upstreamHost() {
    return upstream.host() + ":" + upstream.port();
  }

  /** Closes so that the other side reads an error, not an end. */
  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException _) {
      // closed already
    }
  }
}
