package dev.backstay.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Who may change something: whoever has the token. The token's file is read at each request, so
 * that it can be rotated; without a file nobody may.
 */
final class Access {
  private static final String SCHEME = "Bearer ";

  private final Optional<Path> tokenFile;

  Access(Optional<Path> tokenFile) {
    this.tokenFile = tokenFile;
  }

  /**
   * @throws Refusal 403 if nothing may be changed here, 401 if the request's token is not the one
   */
  void require(Context request) {
    if (tokenFile.isEmpty()) {
      throw new Refusal(
          403, "Changing anything is switched off", "set http.tokenFile in the configuration");
    }
    String given = Optional.ofNullable(request.header("Authorization")).orElse("");
    if (!given.startsWith(SCHEME) || !isToken(given.substring(SCHEME.length()))) {
      throw new Refusal(401, "The token is missing or wrong", "send it as Authorization: Bearer");
    }
  }

  private boolean isToken(String given) {
    byte[] token = token();
    return token.length > 0
        && MessageDigest.isEqual(token, given.strip().getBytes(StandardCharsets.UTF_8));
  }

  private byte[] token() {
    try {
      return Files.readString(tokenFile.orElseThrow()).strip().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Refusal(403, "The token file cannot be read", "see http.tokenFile");
    }
  }
}
