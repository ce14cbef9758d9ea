package dev.backstay.config;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where a config repo is: https, ssh, {@code git@host:path} or a local path. A URL appears in logs
 * and on the page, so one that holds a credential is refused, and never shown by the refusal.
 */
final class GitUrl {
  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:/{1,2}.*");
  private static final Pattern WEB =
      Pattern.compile("^https?://(\\[[0-9a-fA-F:]+]|[^-/:@\\[\\s][^/:@\\s]*)(:[0-9]{1,5})?(/.*)?$");
  private static final Pattern SSH =
      Pattern.compile(
          "^ssh://([^-/:@\\s][^/:@\\s]*@)?(\\[[0-9a-fA-F:]+]|[^-/:@\\[\\s][^/:@\\s]*)(:[0-9]{1,5})?/.*$");

  /** {@code host:path} as scp and git write it. */
  private static final Pattern SCP =
      Pattern.compile("^([^-/:@\\s][^/:@\\s]*@)?[^-/:@\\s][^/:@\\s]*:[^:].*$");

  private static final Pattern LOOPBACK =
      Pattern.compile("^http://(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]+)?(/|$)");

  private static final Pattern FILE = Pattern.compile("^file:///.*$");

  /** {@code user:password@} anywhere; for the web a user alone too, as tokens are written so. */
  private static final Pattern CREDENTIAL =
      Pattern.compile("^https?:.*@|:[^/@]*@", Pattern.CASE_INSENSITIVE);

  private GitUrl() {}

  /** The URL to use: as written, or the absolute path of a local repository. */
  static String parse(Path home, String url) {
    check(url);
    return isLocal(url) ? Names.path(home, url).toString() : url;
  }

  /** Refuses what cannot be a URL, and what holds a credential. */
  static String check(String url) {
    if (CREDENTIAL.matcher(url).find()) {
      throw new BadValue(
          "the URL holds a user name or a password",
          "take it out of the URL and name its Secret in auth.secret");
    }
    if (isLocal(url)) {
      return url;
    }
    boolean remote = WEB.matcher(url).matches() || SSH.matcher(url).matches() || isScp(url);
    if (!remote && !FILE.matcher(url).matches()) {
      throw new BadValue("expected an https or ssh URL, git@host:path or a local path");
    }
    if (remote && (url.contains("?") || url.contains("#"))) {
      throw new BadValue("the URL must not have a query or a fragment");
    }
    return url;
  }

  static boolean isWeb(String url) {
    return WEB.matcher(url).matches();
  }

  /** Whether whoever is on the way can read what is sent: not encrypted, and to another machine. */
  static boolean isReadableByOthers(String url) {
    return isWeb(url) && url.startsWith("http:") && !LOOPBACK.matcher(url).find();
  }

  private static boolean isScp(String url) {
    return !SCHEME.matcher(url).matches() && SCP.matcher(url).matches();
  }

  private static boolean isLocal(String url) {
    int colon = url.indexOf(':');
    int slash = url.indexOf('/');
    return colon < 0 || (slash >= 0 && slash < colon);
  }
}
