package dev.backstay.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may see the page and use the API.
 *
 * @param tokenFile holds the hashes of bearer tokens, each with a name and a role
 * @param requireToken whether reading needs a role too
 * @param trustedProxy a proxy that signs people in and tells who they are
 */
public record AccessConfig(
    Optional<Path> tokenFile, boolean requireToken, Optional<TrustedProxyConfig> trustedProxy) {
  static final AccessConfig READ_ONLY = new AccessConfig(Optional.empty(), false, Optional.empty());

  public AccessConfig {
    if (requireToken && tokenFile.isEmpty() && trustedProxy.isEmpty()) {
      throw new BadValue(
          "requireToken without tokenFile or trustedProxy lets nobody in",
          "make a token with backstay token, and name its file in tokenFile");
    }
  }

  /** Whether anybody may ever change anything. */
  public boolean knowsAnybody() {
    return tokenFile.isPresent() || trustedProxy.isPresent();
  }
}
