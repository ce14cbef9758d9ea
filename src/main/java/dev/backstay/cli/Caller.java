package dev.backstay.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Collectors;

/** Who runs a command, as far as the system tells. */
final class Caller {
  private static final int LONGEST = 100;

  private Caller() {}

  /** {@code ada@host}. */
  static String name() {
    return plain(System.getProperty("user.name", "somebody") + "@" + host());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }

  static String plain(String name) {
    return name.codePoints()
        .filter(Character::isDefined)
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
        .limit(LONGEST)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
