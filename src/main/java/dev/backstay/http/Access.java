package dev.backstay.http;

import dev.backstay.config.AccessConfig;
import dev.backstay.http.access.FailedTries;
import dev.backstay.http.access.Forgery;
import dev.backstay.http.access.Proxy;
import dev.backstay.http.access.Role;
import dev.backstay.http.access.Sessions;
import dev.backstay.http.access.TokenFile;
import dev.backstay.http.access.Tokens;
import dev.backstay.http.access.Visitor;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Who may do what. It stands before all routes, so that one that was forgotten is closed: whatever
 * is not a GET needs the role operate, and reading needs a role too where the configuration says
 * so. Webhooks prove by themselves who sent them.
 */
public final class Access implements Routes {
  static final String CSRF_HEADER = "X-CSRF-Token";
  static final String CSRF_FIELD = "csrf";

  private static final String VISITOR = "backstay.visitor";

  /** What a page is made with, the same for everybody. */
  public static final String ASSETS = "/assets/";

  private static final String WEBHOOKS = "/webhooks/";
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final Set<String> OPEN = Set.of(SignIn.SIGN_IN, SignIn.SIGN_OUT);

  private final AccessConfig config;
  private final Optional<TokenFile> tokenFile;
  private final Optional<Tokens> tokens;
  private final Optional<Sessions> sessions;
  private final Optional<Proxy> proxy;
  private final FailedTries failedTries;
  private final Forgery forgery = new Forgery();

  public Access(AccessConfig config, InstantSource clock) {
    this.config = config;
    this.tokenFile = config.tokenFile().map(TokenFile::new);
    this.tokens = tokenFile.map(Tokens::new);
    this.sessions = tokenFile.map(file -> new Sessions(file, clock));
    this.proxy = config.trustedProxy().map(Proxy::new);
    this.failedTries = new FailedTries(clock);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.before(this::admit);
    new SignIn(this).addTo(routes);
  }

  /** Who sent a request, if they said so and proved it. */
  public static Optional<Visitor> visitor(Context request) {
    return Optional.ofNullable(request.attribute(VISITOR));
  }

  /** The name of who sent a request that changes something. */
  public static String name(Context request) {
    return visitor(request).map(Visitor::name).orElse("somebody");
  }

  private void admit(Context request) {
    ClientAddress.set(request, client(request));
    boolean reads = READING.contains(request.method().name());
    String path = request.path();
    if (HttpServer.PROBE_PATHS.contains(path) || (path.startsWith(WEBHOOKS) && !reads)) {
      return;
    }
    Optional<Visitor> visitor = findVisitor(request);
    visitor.ifPresent(found -> request.attribute(VISITOR, found));
    if (OPEN.contains(path) || path.startsWith(ASSETS) || (reads && !config.requireToken())) {
      return;
    }
    if (visitor.isEmpty()) {
      throw unknown(request, reads);
    }
    require(visitor.get(), reads ? Role.READ : Role.OPERATE);
    if (!reads) {
      refuseForged(request, visitor.get());
    }
  }

  private Optional<Visitor> findVisitor(Context request) {
    return carriedToken(request)
        .flatMap(token -> tokens.flatMap(known -> known.visitor(token)))
        .or(() -> session(request).flatMap(id -> sessions.flatMap(all -> all.visitor(id))))
        .or(
            () ->
                proxy.flatMap(
                    known -> known.visitor(ClientAddress.remote(request), headers(request))));
  }

  private static Optional<String> carriedToken(Context request) {
    return Optional.ofNullable(request.header("Authorization")).flatMap(Tokens::carried);
  }

  private Refusal unknown(Context request, boolean reads) {
    if (!config.knowsAnybody()) {
      return new Refusal(
          403, "Changing anything is switched off", "set http.tokenFile in the configuration");
    }
    if (tokenFile.filter(file -> !file.isReadable()).isPresent() && proxy.isEmpty()) {
      return new Refusal(503, "The token file cannot be read", "the agent's log says more");
    }
    if (carriedToken(request).isPresent()) {
      // a right token is never kept waiting by who tries wrong ones beside it
      refuseTooManyTries(request);
      failedTries.failed(ClientAddress.of(request));
    } else if (reads && isPage(request.path())) {
      return new Refusal(
          303, "Sign in first", "it needs a token", Map.of("Location", SignIn.SIGN_IN));
    }
    return new Refusal(
        401,
        "The token is missing or wrong",
        "send it as Authorization: Bearer",
        Map.of("WWW-Authenticate", "Bearer realm=\"backstay\""));
  }

  /** What people look at, who are shown where to sign in. */
  static boolean isPage(String path) {
    return path.equals("/") || path.startsWith("/environments/");
  }

  private static void require(Visitor visitor, Role role) {
    if (!visitor.role().includes(role)) {
      throw new Refusal(
          403,
          "This needs the role " + role,
          visitor.name() + " has the role " + visitor.role() + " only");
    }
  }

  /** Whether somebody who was let in to read would still be let in. */
  public boolean mayStillRead(Context request) {
    return !config.requireToken() || findVisitor(request).isPresent();
  }

  /** A token that a program sent is no accident; a cookie may be one. */
  void refuseForged(Context request, Visitor visitor) {
    if (visitor.isCarriedByBrowser()) {
      refuseOtherOrigin(request);
      String word =
          Optional.ofNullable(request.header(CSRF_HEADER))
              .or(() -> Optional.ofNullable(request.formParam(CSRF_FIELD)))
              .orElse("");
      if (!forgery.isWord(visitor, word)) {
        throw new Refusal(
            403,
            "The request does not come from the agent's page",
            "load the page again, or send the " + CSRF_HEADER + " that /api/v1/visitor tells");
      }
    }
  }

  void refuseOtherOrigin(Context request) {
    boolean isOwn =
        Forgery.isFromSameOrigin(
            Optional.ofNullable(request.header("Sec-Fetch-Site")),
            Optional.ofNullable(request.header("Origin")),
            Optional.ofNullable(request.host()).orElse(""));
    if (!isOwn) {
      throw new Refusal(
          403, "The request comes from another site", "use the agent's own page, or a token");
    }
  }

  void refuseTooManyTries(Context request) {
    if (!failedTries.mayTry(ClientAddress.of(request))) {
      throw new Refusal(
          429,
          "Too many wrong tokens came from this address",
          "try again in a minute",
          Map.of("Retry-After", String.valueOf(FailedTries.WINDOW.toSeconds())));
    }
  }

  void failed(Context request) {
    failedTries.failed(ClientAddress.of(request));
  }

  /** Sessions of browsers, if there are tokens to begin one with. */
  public Optional<Sessions> sessions() {
    return sessions;
  }

  /** The word by which the agent's page is known. */
  public String word(Visitor visitor) {
    return forgery.word(visitor);
  }

  static Optional<String> session(Context request) {
    return SignIn.COOKIES.stream()
        .flatMap(name -> Optional.ofNullable(request.cookie(name)).stream())
        .findFirst();
  }

  /** From where a request comes, also through the proxy. */
  private InetAddress client(Context request) {
    InetAddress remote = ClientAddress.remote(request);
    return proxy.map(known -> known.client(remote, headers(request))).orElse(remote);
  }

  private static Function<String, List<String>> headers(Context request) {
    return name -> Collections.list(request.req().getHeaders(name));
  }
}
