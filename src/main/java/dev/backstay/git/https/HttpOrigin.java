package dev.backstay.git.https;

import java.net.URL;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;

/** One server at one port by one scheme: credentials go to it, and to no other. */
public record HttpOrigin(String scheme, String host, int port) {
  private static final String HTTPS = "https";
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[?::1]?");

  public static HttpOrigin of(URIish uri) {
    return of(String.valueOf(uri.getScheme()), uri.getHost(), uri.getPort());
  }

  static HttpOrigin of(URL url) {
    return of(url.getProtocol(), url.getHost(), url.getPort());
  }

  private static HttpOrigin of(String scheme, String host, int port) {
    String lower = scheme.toLowerCase(Locale.ROOT);
    int usual = lower.equals(HTTPS) ? HTTPS_PORT : HTTP_PORT;
    return new HttpOrigin(lower, host.toLowerCase(Locale.ROOT), port > 0 ? port : usual);
  }

  /** Whether nobody on the way can read what is sent: it is encrypted, or leaves no machine. */
  public boolean isPrivate() {
    return scheme.equals(HTTPS) || LOOPBACK.matcher(host).matches();
  }

  /** As it is told to people. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
