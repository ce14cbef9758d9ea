package dev.backstay.http;

import dev.backstay.http.access.AccessToken;
import dev.backstay.http.access.Sessions;
import dev.backstay.http.access.Visitor;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A browser's way in: the token is typed once, and a cookie that no script can read stands for it.
 */
final class SignIn {
  static final String SIGN_IN = "/sign-in";
  static final String SIGN_OUT = "/sign-out";

  /** Where all is encrypted, a name that only this very host can set. */
  private static final String SECURE_COOKIE = "__Host-backstay";

  private static final String PLAIN_COOKIE = "backstay";
  static final List<String> COOKIES = List.of(SECURE_COOKIE, PLAIN_COOKIE);

  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
  private static final String TOKEN_FIELD = "token";

  private final Access access;

  SignIn(Access access) {
    this.access = access;
  }

  void addTo(RoutesConfig routes) {
    routes.get(SIGN_IN, context -> show(context, ""));
    routes.post(SIGN_IN, this::signIn);
    routes.post(SIGN_OUT, this::signOut);
    routes.get("/api/v1/visitor", this::tell);
  }

  private void show(Context context, String problem) {
    Html.answer(context, "signin.jte", Map.of("problem", problem));
  }

  private void signIn(Context context) {
    access.refuseOtherOrigin(context);
    access.refuseTooManyTries(context);
    Sessions sessions =
        access
            .sessions()
            .orElseThrow(
                () -> new Refusal(404, "There is nothing to sign in to", "set http.tokenFile"));
    String typed = Optional.ofNullable(context.formParam(TOKEN_FIELD)).orElse("").strip();
    Optional<String> begun = AccessToken.parse(typed).flatMap(sessions::begin);
    if (begun.isEmpty()) {
      access.failed(context);
      context.status(401);
      show(context, "This token lets nobody in.");
      return;
    }
    Access.session(context).ifPresent(sessions::end);
    sessions
        .visitor(begun.get())
        .ifPresent(visitor -> LOG.info("{} ({}) signed in", visitor.name(), visitor.role()));
    boolean secure = isEncrypted(context);
    setCookie(context, secure ? SECURE_COOKIE : PLAIN_COOKIE, begun.get(), secure);
    context.status(303).header("Location", "/");
  }

  private void signOut(Context context) {
    Optional<Visitor> visitor = Access.visitor(context);
    visitor.ifPresent(known -> access.refuseForged(context, known));
    access.refuseOtherOrigin(context);
    Access.session(context).ifPresent(id -> access.sessions().ifPresent(all -> all.end(id)));
    visitor.ifPresent(known -> LOG.info("{} signed out", known.name()));
    setCookie(context, SECURE_COOKIE, "", true);
    setCookie(context, PLAIN_COOKIE, "", false);
    context.status(303).header("Location", "/");
  }

  /** Who asks, and what a browser has to send along to change something. */
  private void tell(Context context) {
    Visitor visitor =
        Access.visitor(context)
            .orElseThrow(() -> new Refusal(401, "Nobody is signed in", "sign in at " + SIGN_IN));
    Json.answer(
        context,
        Map.of(
            "name",
            visitor.name(),
            "role",
            visitor.role().toString(),
            "csrf",
            access.word(visitor)));
  }

  /** Whether the browser speaks TLS, with us or with what stands before us: its origin tells. */
  private static boolean isEncrypted(Context context) {
    return context.req().isSecure()
        || Optional.ofNullable(context.header("Origin")).orElse("").startsWith("https://");
  }

  private static void setCookie(Context context, String name, String value, boolean secure) {
    long seconds = value.isEmpty() ? 0 : Sessions.LONGEST.toSeconds();
    context
        .res()
        .addHeader(
            "Set-Cookie",
            "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
                .formatted(name, value, seconds, secure ? "; Secure" : ""));
  }
}
