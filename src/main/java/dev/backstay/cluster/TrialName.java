package dev.backstay.cluster;

import dev.backstay.manifest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A name like another one, which nobody has: to try an object that is in its own way. */
final class TrialName {
  /** With the mark it is no longer than the shortest limit that Kubernetes has. */
  private static final int KEPT = 52;

  private static final int MARK = 10;
  private static final Pattern NO_END = Pattern.compile("[^A-Za-z0-9]+$");

  private TrialName() {}

  static String of(String name) {
    String kept = name.length() <= KEPT ? name : name.substring(0, KEPT);
    String mark = Sha256.hex(name.getBytes(StandardCharsets.UTF_8)).substring(0, MARK);
    return NO_END.matcher(kept).replaceFirst("") + "-" + mark;
  }
}
