package dev.backstay.health;

/**
 * A pod of a former or bad revision that is not ready, for which its StatefulSet waits before it
 * replaces anything: after a revert, for ever (kubernetes/kubernetes#67250).
 *
 * @param wanted the revision that its set is about to bring
 */
public record StuckPod(String namespace, String wanted, PodReport pod) {
  /** What helps. */
  public String command() {
    return "kubectl -n " + namespace + " delete pod " + pod.name();
  }

  /** Why the set does not go on, and what helps. */
  public String sentence() {
    String why = pod.trouble().map(trouble -> ", " + trouble.words()).orElse("");
    return "it waits for pod "
        + pod.name()
        + " of revision "
        + pod.revision()
        + ", which is not ready"
        + why
        + "; to have it replaced by "
        + wanted
        + ": "
        + command();
  }
}
