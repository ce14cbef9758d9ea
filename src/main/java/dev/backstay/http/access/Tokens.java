package dev.backstay.http.access;

import java.util.Optional;

/** Who holds the token that a request carries. */
public final class Tokens {
  private static final String SCHEME = "bearer ";

  private final TokenFile file;

  public Tokens(TokenFile file) {
    this.file = file;
  }

  /** The token of an {@code Authorization} header, or any other text if it is none of ours. */
  public static Optional<String> carried(String authorization) {
    boolean isBearer = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    return isBearer
        ? Optional.of(authorization.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  /** Who has a token; empty if it lets nobody in. */
  public Optional<Visitor> visitor(String token) {
    return AccessToken.parse(token)
        .flatMap(file::lineOf)
        .map(line -> new Visitor(line.name(), line.role(), new Visitor.Means.Token()));
  }
}
