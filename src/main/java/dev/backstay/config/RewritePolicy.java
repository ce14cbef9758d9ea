package dev.backstay.config;

/** What to do when the branch no longer descends from the deployed commit. */
public enum RewritePolicy {
  /** Stay on the deployed commit and say so. */
  REFUSE,
  /** Go on with the new history. */
  FOLLOW
}
