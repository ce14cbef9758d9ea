package dev.backstay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The config repo and how to ask it for news.
 *
 * @param url as git takes it, or the absolute path of a local repository; holds no credential
 * @param credentials folder with one file per key of the Secret: username and password, token, or
 *     ssh key and known_hosts
 * @param proxy on the way to an https server
 * @param rewrites what to do when history was rewritten
 * @param timeout for one answer of the git server
 * @param verify whose signatures commits need; empty if they need none
 */
public record RepositoryConfig(
    String url,
    String branch,
    Duration pollInterval,
    Optional<Path> credentials,
    Optional<ProxyAddress> proxy,
    RewritePolicy rewrites,
    Duration timeout,
    Optional<VerifyConfig> verify) {
  static final String DEFAULT_BRANCH = "main";
  static final Duration DEFAULT_POLL_INTERVAL = Duration.ofSeconds(15);
  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);
  static final Duration SHORTEST_POLL_INTERVAL = Duration.ofSeconds(1);
  static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);

  public RepositoryConfig {
    GitUrl.check(url);
    Names.branch(branch);
    Durations.atLeast(SHORTEST_POLL_INTERVAL, pollInterval);
    Durations.atLeast(SHORTEST_TIMEOUT, timeout);
    if (proxy.isPresent() && !GitUrl.isWeb(url)) {
      throw new BadValue("a proxy is for https URLs only", "take repository.proxy out");
    }
    if (credentials.isPresent() && GitUrl.isReadableByOthers(url)) {
      throw new BadValue(
          "the credentials of auth would go to an http URL in the clear", "write https");
    }
  }
}
