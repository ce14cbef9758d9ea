package dev.backstay.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service that the config repo is on, by the API it has. */
public enum Forge {
  GITHUB,
  GITLAB,
  /** Also Forgejo. */
  GITEA;

  private static final Pattern WEB = Pattern.compile("^(https?)://([^/@]+)/(.+)$");
  private static final Pattern SSH =
      Pattern.compile("^ssh://(?:[^/@]+@)?([^/:@]+)(?::[0-9]+)?/(.+)$");
  private static final Pattern SCP = Pattern.compile("^(?:[^/@]+@)?([^/:@]+):([^:].*)$");
  private static final Pattern END = Pattern.compile("/*(\\.git)?/*$");

  /** The address of its API, guessed from where a repository is; empty for a local one. */
  Optional<String> apiOf(String repositoryUrl) {
    return baseOf(repositoryUrl).map(this::apiAt);
  }

  private String apiAt(String base) {
    return switch (this) {
      case GITHUB ->
          base.equals("https://github.com") ? "https://api.github.com" : base + "/api/v3";
      case GITLAB -> base + "/api/v4";
      case GITEA -> base + "/api/v1";
    };
  }

  private static Optional<String> baseOf(String url) {
    Matcher web = WEB.matcher(url);
    if (web.matches()) {
      return Optional.of(web.group(1) + "://" + web.group(2));
    }
    return remote(url).map(found -> "https://" + found.group(1));
  }

  /** Its own name of a repository: {@code acme/config}; empty for a local one. */
  static Optional<String> projectOf(String repositoryUrl) {
    Matcher web = WEB.matcher(repositoryUrl);
    Optional<String> path =
        web.matches()
            ? Optional.of(web.group(3))
            : remote(repositoryUrl).map(found -> found.group(2));
    return path.map(p -> END.matcher(p).replaceFirst("")).map(p -> p.replaceFirst("^/+", ""));
  }

  private static Optional<Matcher> remote(String url) {
    Matcher ssh = SSH.matcher(url);
    if (ssh.matches()) {
      return Optional.of(ssh);
    }
    Matcher scp = SCP.matcher(url);
    return !url.contains("://") && !url.startsWith("/") && scp.matches()
        ? Optional.of(scp)
        : Optional.empty();
  }
}
