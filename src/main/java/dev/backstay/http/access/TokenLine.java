package dev.backstay.http.access;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the token file: {@code ada operate sha256:…}. The hash comes last and has one length,
 * so no part of a line that is still being written is a line.
 */
public final class TokenLine {
  private static final Pattern NAME = Pattern.compile("^[A-Za-z0-9][A-Za-z0-9._@-]{0,62}$");
  private static final Pattern FORM =
      Pattern.compile("^(\\S+)\\s+(\\S+)\\s+sha256:([0-9a-f]{64})$");

  private final String name;
  private final Role role;
  private final byte[] hash;

  TokenLine(String name, Role role, byte[] hash) {
    if (!isName(name)) {
      throw new IllegalArgumentException("no name: " + name);
    }
    this.name = name;
    this.role = role;
    this.hash = hash.clone();
  }

  /** Whether a token may be called so. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Reads a line that is neither empty nor a comment; empty if it is none. */
  static Optional<TokenLine> parse(String line) {
    Matcher form = FORM.matcher(line.strip());
    if (!form.matches() || !isName(form.group(1))) {
      return Optional.empty();
    }
    return Role.of(form.group(2))
        .map(role -> new TokenLine(form.group(1), role, HexFormat.of().parseHex(form.group(3))));
  }

  String name() {
    return name;
  }

  Role role() {
    return role;
  }

  /** Takes the same time for every hash. */
  boolean isFor(byte[] otherHash) {
    return MessageDigest.isEqual(hash, otherHash);
  }

  byte[] hash() {
    return hash.clone();
  }

  @Override
  public String toString() {
    return name + " " + role + " sha256:" + HexFormat.of().formatHex(hash);
  }
}
