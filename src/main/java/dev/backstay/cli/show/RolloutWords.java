package dev.backstay.cli.show;

/** The progress of a workload as {@code kubectl rollout status} says it, word for word. */
final class RolloutWords {
  private static final String UNOBSERVED = "waiting for its spec update to be observed";

  private RolloutWords() {}

  /**
   * {@code Waiting for deployment "web" rollout to finish: 1 out of 2 new replicas have been
   * updated...}.
   *
   * @param object {@code deployment.apps/web}
   * @param why what it waits for, or why it will not get there
   */
  static String of(String object, String why) {
    String kind = kind(object);
    if (kind.isEmpty()) {
      return object + ": " + why;
    }
    if (why.equals(UNOBSERVED)) {
      return "Waiting for " + kind + " spec update to be observed...";
    }
    boolean counts = !why.isEmpty() && Character.isDigit(why.charAt(0));
    if (counts) {
      return "Waiting for " + named(kind, object) + " rollout to finish: " + why + "...";
    }
    return why.startsWith("waiting for ")
        ? named(kind, object) + ": W" + why.substring(1) + "..."
        : named(kind, object) + ": " + why;
  }

  /** {@code deployment "web" successfully rolled out}. */
  static String done(String object) {
    String kind = kind(object);
    return kind.isEmpty() ? object + ": healthy" : named(kind, object) + " successfully rolled out";
  }

  private static String named(String kind, String object) {
    return kind + " \"" + object.substring(object.indexOf('/') + 1) + "\"";
  }

  /** Empty for a kind that kubectl has no words for. */
  private static String kind(String object) {
    int slash = object.indexOf('/');
    return switch (slash < 0 ? "" : object.substring(0, slash)) {
      case "deployment.apps" -> "deployment";
      case "daemonset.apps" -> "daemon set";
      case "statefulset.apps" -> "statefulset";
      default -> "";
    };
  }
}
