package dev.backstay.git.trust;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of {@code allowed_signers}, as ssh-keygen(1) has it.
 *
 * @param principals patterns of names
 * @param isAuthority whether the key signs certificates, not commits
 * @param namespaces patterns of what it may sign for; empty for anything
 * @param key {@code ssh-ed25519 AAAA…}
 */
record AllowedSigner(
    List<String> principals,
    boolean isAuthority,
    List<String> namespaces,
    Optional<Instant> validAfter,
    Optional<Instant> validBefore,
    String key) {
  private static final Pattern OPTION =
      Pattern.compile(
          "\\G(?:(cert-authority)|([a-zA-Z-]+)=(?:\"([^\"]*)\"|([^\",\\s]+)))(?:,|\\s+|$)");

  private static final Pattern KEY =
      Pattern.compile("([a-z0-9@.-]+)\\s+([A-Za-z0-9+/]+=*)(\\s.*)?");

  /** Reads a line that is neither empty nor a comment; says what is wrong with it if it is. */
  static AllowedSigner parse(String line) {
    String[] parts = line.split("\\s+", 2);
    if (parts.length < 2) {
      throw new IllegalArgumentException("expected: principals [options] key");
    }
    Builder built = new Builder(List.of(parts[0].split(",")));
    String rest = parts[1];
    Matcher option = OPTION.matcher(rest);
    int at = 0;
    while (!KEY.matcher(rest.substring(at)).matches() && option.find()) {
      built.option(option);
      at = option.end();
    }
    return built.with(keyOf(rest.substring(at)));
  }

  /** The key of a line that may go on with a comment. */
  static String keyOf(String text) {
    Matcher key = KEY.matcher(text.strip());
    if (!key.matches()) {
      throw new IllegalArgumentException("expected a public key such as ssh-ed25519 AAAA…");
    }
    return key.group(1) + " " + key.group(2);
  }

  AllowedSigner withKey(String other) {
    return new AllowedSigner(principals, isAuthority, namespaces, validAfter, validBefore, other);
  }

  String names() {
    return String.join(",", principals);
  }

  boolean isFor(String namespace) {
    return namespaces.isEmpty() || matches(namespaces, namespace);
  }

  boolean names(String principal) {
    return matches(principals, principal);
  }

  boolean isValidAt(Instant time) {
    return validAfter.filter(time::isBefore).isEmpty()
        && validBefore.filter(end -> !time.isBefore(end)).isEmpty();
  }

  /** A list with * and ?; one that begins with ! and fits forbids. */
  private static boolean matches(List<String> patterns, String text) {
    boolean fits = false;
    for (String pattern : patterns) {
      boolean negated = pattern.startsWith("!");
      if (glob(negated ? pattern.substring(1) : pattern).matcher(text).matches()) {
        if (negated) {
          return false;
        }
        fits = true;
      }
    }
    return fits;
  }

  private static Pattern glob(String pattern) {
    StringBuilder regex = new StringBuilder();
    pattern
        .codePoints()
        .forEach(
            c ->
                regex.append(
                    switch (c) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(c));
                    }));
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static final class Builder {
    private final List<String> principals;
    private boolean isAuthority;
    private List<String> namespaces = List.of();
    private Optional<Instant> validAfter = Optional.empty();
    private Optional<Instant> validBefore = Optional.empty();

    Builder(List<String> principals) {
      this.principals = principals;
    }

    void option(Matcher option) {
      if (option.group(1) != null) {
        isAuthority = true;
        return;
      }
      String name = String.valueOf(option.group(2));
      String value = Optional.ofNullable(option.group(3)).orElse(String.valueOf(option.group(4)));
      switch (name) {
        case "namespaces" ->
            namespaces = Arrays.stream(value.split(",")).map(String::strip).toList();
        case "valid-after" -> validAfter = Optional.of(time(value));
        case "valid-before" -> validBefore = Optional.of(time(value));
        default -> throw new IllegalArgumentException("unknown option " + name);
      }
    }

    AllowedSigner with(String key) {
      return new AllowedSigner(principals, isAuthority, namespaces, validAfter, validBefore, key);
    }

    /** {@code YYYYMMDD} or {@code YYYYMMDDHHMM[SS]}, with a Z for UTC. */
    private static Instant time(String text) {
      boolean utc = text.endsWith("Z");
      String digits = utc ? text.substring(0, text.length() - 1) : text;
      ZoneId zone = utc ? ZoneOffset.UTC : ZoneId.systemDefault();
      try {
        LocalDateTime time =
            switch (digits.length()) {
              case 8 -> LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE).atStartOfDay();
              case 12 -> LocalDateTime.parse(digits, DateTimeFormatter.ofPattern("uuuuMMddHHmm"));
              case 14 -> LocalDateTime.parse(digits, DateTimeFormatter.ofPattern("uuuuMMddHHmmss"));
              default -> throw new DateTimeException("length");
            };
        return time.atZone(zone).toInstant();
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "expected a time such as 20270131 or 202701311200Z, not " + text, e);
      }
    }
  }
}
