package dev.backstay.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of names and paths. Each gives back what it was given, or throws {@link BadValue}. */
final class Names {
  /** As long as {@code backstay-<name>} can be the name of any Kubernetes object (63). */
  private static final int LONGEST_ENVIRONMENT = 53;

  private static final int LONGEST_LABEL = 63;

  /** As Kubernetes takes it. */
  private static final int LONGEST_MANAGER = 128;

  private static final int LONGEST_SECRET = 253;

  /** RFC 1123, as Kubernetes checks it. */
  private static final Pattern LABEL = Pattern.compile("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$");

  /** Something before the *, or all managers were people. */
  private static final Pattern MANAGER = Pattern.compile("^[\\x21-\\x29\\x2B-\\x7E]+\\*?$");

  /** What is put behind an environment's name to name the shards of its digests. */
  private static final Pattern RECORDS = Pattern.compile("-digests(-[0-9]+)?$");

  private static final Pattern SECRET = Pattern.compile("^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$");

  /** What git-check-ref-format(1) forbids, as far as a branch can be mistyped. */
  private static final Pattern NO_BRANCH =
      Pattern.compile("^[-/.]|[/.]$|\\.\\.|//|/\\.|@\\{|[\\s~^:?*\\[\\\\]|\\.lock(/|$)|^@$");

  /** A host name or an address, in letters that can do no harm in a log. */
  private static final Pattern HOST = Pattern.compile("^[0-9A-Za-z:.%_-]{1,253}$");

  /** Kubernetes' own: what is in them is not to be steered by a folder of an application. */
  private static final Set<String> SYSTEM = Set.of("kube-system", "kube-public", "kube-node-lease");

  private Names() {}

  /** A field manager, or the beginning of some with a * at its end. */
  static String fieldManager(String pattern) {
    if (pattern.length() > LONGEST_MANAGER || !MANAGER.matcher(pattern).matches()) {
      throw BadValue.expected(
          "the name of a field manager, perhaps with * at its end, such as kubectl*", pattern);
    }
    return pattern;
  }

  static String environment(String name) {
    if (RECORDS.matcher(name).find()) {
      throw new BadValue(
          "must not end in -digests, as " + BadValue.shown(name) + " does",
          "records of another environment have such names");
    }
    return label(name, LONGEST_ENVIRONMENT);
  }

  static String namespace(String name) {
    if (SYSTEM.contains(name)) {
      throw new BadValue(name + " belongs to Kubernetes itself and cannot be an environment's");
    }
    return label(name, LONGEST_LABEL);
  }

  private static String label(String name, int longest) {
    if (name.length() > longest || !LABEL.matcher(name).matches()) {
      throw BadValue.expected(
          "a name of lower-case letters, digits and -, at most " + longest + " characters", name);
    }
    return name;
  }

  /** The name of a Secret. It is not shown: some write the credential itself here. */
  static String secret(String name) {
    if (name.length() > LONGEST_SECRET || !SECRET.matcher(name).matches()) {
      throw new BadValue(
          "expected the name of a Secret",
          "its keys are files in the folder secrets/<name> beside this file");
    }
    return name;
  }

  static String branch(String name) {
    if (name.startsWith("refs/")) {
      throw new BadValue(
          "expected the short name of a branch, not " + BadValue.shown(name),
          "write main, not refs/heads/main");
    }
    if (name.isEmpty() || NO_BRANCH.matcher(name).find()) {
      throw BadValue.expected("the name of a branch", name);
    }
    return name;
  }

  static String host(String address) {
    if (!HOST.matcher(address).matches()) {
      throw BadValue.expected("an address to listen on such as 0.0.0.0 or 127.0.0.1", address);
    }
    return address;
  }

  /** A folder of the config repo, without the . and / that say nothing. */
  static String folder(String path) {
    if (path.startsWith("/") || path.contains("\\")) {
      throw BadValue.expected("a path from the root of the repository such as production", path);
    }
    List<String> steps = new ArrayList<>(List.of(path.split("/", -1)));
    steps.removeIf(step -> step.isEmpty() || step.equals("."));
    if (steps.contains("..")) {
      throw new BadValue("must not contain .., as " + BadValue.shown(path) + " does");
    }
    if (steps.isEmpty()) {
      throw new BadValue(
          "must be a folder, not the root of the repository",
          "give the environment a folder of its own");
    }
    return String.join("/", steps);
  }

  /** A path of this machine; a relative one starts from {@code home}. */
  static Path path(Path home, String path) {
    if (path.startsWith("~")) {
      throw new BadValue("~ is not expanded in " + BadValue.shown(path), "write the path in full");
    }
    return home.resolve(path).normalize();
  }
}
