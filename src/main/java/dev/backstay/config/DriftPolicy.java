package dev.backstay.config;

/** What to do about live objects that were changed outside of git. */
public enum DriftPolicy {
  /** Take the change back. */
  CORRECT,
  /** Leave it, and tell. */
  REPORT
}
