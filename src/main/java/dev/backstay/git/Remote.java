package dev.backstay.git;

import dev.backstay.config.ProxyAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The branch to mirror and how to reach it.
 *
 * @param url https, http or ssh URL, {@code git@host:path}, or the path of a local repository
 * @param credentials folder with {@code username} and {@code password}, {@code token}, or {@code
 *     ssh-privatekey} and {@code known_hosts}; read anew at each use
 * @param proxy on the way to an https server
 * @param timeout for one answer of the git server; a whole fetch may take {@link #fetchDeadline}
 */
public record Remote(
    String url,
    String branch,
    Optional<Path> credentials,
    Optional<ProxyAddress> proxy,
    Duration timeout) {
  /** A clone of a big repository takes many answers; one that stalls ends at its timeout. */
  private static final int ANSWERS_PER_FETCH = 30;

  public Remote {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("the timeout must be above zero, not " + timeout);
    }
  }

  /** Without a proxy. */
  public Remote(String url, String branch, Optional<Path> credentials, Duration timeout) {
    this(url, branch, credentials, Optional.empty(), timeout);
  }

  Duration fetchDeadline() {
    return timeout.multipliedBy(ANSWERS_PER_FETCH);
  }

  /** The branch as a full ref name. */
  String ref() {
    return "refs/heads/" + branch;
  }

  /** The URL as it may be shown. */
  String shownUrl() {
    return Scrub.text(url);
  }

  @Override
  public String toString() {
    return shownUrl() + " " + branch;
  }
}
