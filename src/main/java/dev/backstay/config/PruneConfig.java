package dev.backstay.config;

/**
 * Whether objects that left the folder are deleted, and when that looks like a mistake.
 *
 * @param maxSharePercent share of the environment's objects that one sync may delete
 */
public record PruneConfig(boolean enabled, int maxSharePercent) {
  static final PruneConfig DEFAULT = new PruneConfig(true, 50);

  public PruneConfig {
    if (maxSharePercent < 0 || maxSharePercent > 100) {
      throw new BadValue("expected a percentage between 0% and 100%, not " + maxSharePercent + "%");
    }
  }
}
