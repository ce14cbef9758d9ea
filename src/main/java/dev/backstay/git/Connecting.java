package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import dev.backstay.git.ssh.SshFailure;
import java.net.ConnectException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.jgit.transport.URIish;

/** What goes wrong before a git server is asked anything: certificates, proxies, host keys. */
record Connecting(Remote remote, String server) {

  /**
   * What it means.
   *
   * @param because in words, with what to do
   */
  record Trouble(Kind kind, String because) {}

  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final int SSH = 22;
  private static final Pattern TUNNEL =
      Pattern.compile(
          "Unable to tunnel through proxy\\. Proxy returns \"HTTP/\\S+ (\\d{3})[^\"]*\"");
  private static final Pattern PROXY_STATUS = Pattern.compile("(^|: )(407)( |$)");

  static Connecting to(Remote remote) {
    try {
      return new Connecting(remote, address(Access.uri(remote)));
    } catch (GitException e) {
      return new Connecting(remote, remote.shownUrl());
    }
  }

  private static String address(URIish uri) {
    int usual =
        "https".equals(uri.getScheme()) ? HTTPS : "http".equals(uri.getScheme()) ? HTTP : SSH;
    return uri.getHost() + ":" + (uri.getPort() > 0 ? uri.getPort() : usual);
  }

  Optional<Trouble> of(Throwable failure) {
    return Stream.iterate(failure, one -> one != null, Throwable::getCause)
        .limit(20)
        .flatMap(one -> one(one).stream())
        .reduce((_, innermost) -> innermost);
  }

  private Optional<Trouble> one(Throwable failure) {
    if (failure instanceof SshFailure ssh) {
      return Optional.of(new Trouble(kind(ssh.reason()), String.valueOf(ssh.getMessage())));
    }
    if (failure instanceof ConnectException && !isTimeout(failure)) {
      String whose =
          remote.proxy().map(p -> "the proxy " + p).orElseGet(() -> "the server " + server);
      return Optional.of(new Trouble(Kind.UNREACHABLE, whose + " refused the connection"));
    }
    return certificate(failure)
        .map(text -> new Trouble(Kind.UNTRUSTED, text + ": nothing was sent to it"))
        .or(() -> proxy(String.valueOf(failure.getMessage())));
  }

  private static boolean isTimeout(Throwable failure) {
    return String.valueOf(failure.getMessage())
        .toLowerCase(java.util.Locale.ROOT)
        .contains("timed out");
  }

  private static Kind kind(SshFailure.Reason reason) {
    return switch (reason) {
      case UNTRUSTED -> Kind.UNTRUSTED;
      case REFUSED, UNUSABLE -> Kind.AUTHENTICATION;
      case UNREACHABLE -> Kind.UNREACHABLE;
    };
  }

  private Optional<String> certificate(Throwable failure) {
    return switch (failure) {
      case CertificateExpiredException e ->
          Optional.of("the certificate of %s has expired (%s)".formatted(server, e.getMessage()));
      case CertificateNotYetValidException e ->
          Optional.of(
              "the certificate of %s is not valid yet (%s)".formatted(server, e.getMessage()));
      case CertPathBuilderException _, CertPathValidatorException _ -> Optional.of(unknownIssuer());
      case SSLPeerUnverifiedException e -> Optional.of(otherName(e));
      case CertificateException e
          when String.valueOf(e.getMessage()).startsWith("No ")
              || String.valueOf(e.getMessage()).contains("found") ->
          Optional.of(otherName(e));
      default -> Optional.empty();
    };
  }

  private String otherName(Exception e) {
    return "the certificate of %s is one for other names (%s)".formatted(server, e.getMessage());
  }

  private String unknownIssuer() {
    return "the certificate of %s is signed by nobody that is trusted (put the certificate of its CA in %s)"
        .formatted(
            server,
            remote
                .credentials()
                .map(folder -> folder.resolve(Credentials.CA).toString())
                .orElse("a Secret for repository.auth, as " + Credentials.CA));
  }

  private Optional<Trouble> proxy(String message) {
    Optional<String> by = remote.proxy().map(p -> "the proxy " + p);
    Matcher tunnel = TUNNEL.matcher(message);
    if (by.isEmpty()) {
      return Optional.empty();
    }
    if (tunnel.find() && !tunnel.group(1).equals("407")) {
      return Optional.of(
          new Trouble(
              Kind.UNREACHABLE,
              "%s does not connect to %s: it answers %s"
                  .formatted(by.get(), server, tunnel.group(1))));
    }
    return tunnel.reset().find() || PROXY_STATUS.matcher(message).find()
        ? Optional.of(new Trouble(Kind.AUTHENTICATION, by.get() + proxyLogin()))
        : Optional.empty();
  }

  private String proxyLogin() {
    return remote
        .credentials()
        .map(
            folder ->
                " does not accept %s and %s in %s, or they are not there"
                    .formatted(Credentials.PROXY_USER, Credentials.PROXY_PASSWORD, folder))
        .orElse(
            " wants a login: put %s and %s in a Secret for repository.auth"
                .formatted(Credentials.PROXY_USER, Credentials.PROXY_PASSWORD));
  }
}
