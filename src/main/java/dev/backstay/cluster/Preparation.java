package dev.backstay.cluster;

/**
 * What must happen to the ownership of a live object's fields before a manifest is applied to it.
 *
 * @param taking whose fields become ours, so that the apply removes those that git does not have
 * @param releasesReplicas an autoscaler looks after {@code spec.replicas}: it is let go of, without
 *     a change of its value
 */
public record Preparation(Taking taking, boolean releasesReplicas) {
  public static final Preparation NONE = new Preparation(Taking.NOTHING, false);

  /** Whose fields are taken over. */
  public enum Taking {
    NOTHING,
    /** What people added to it. */
    ADDITIONS,
    /** Everything that people's tools own. */
    HANDS,
    /** Everything of the tool that deployed it before. */
    DEPLOYER
  }

  public boolean isNeeded() {
    return taking != Taking.NOTHING || releasesReplicas;
  }
}
