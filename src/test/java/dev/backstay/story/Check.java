package dev.backstay.story;

/** What must hold for the story to go on. */
final class Check {
  private Check() {}

  static void that(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("expected: " + what);
    }
  }

  static void equal(Object actual, Object expected, String what) {
    if (!actual.equals(expected)) {
      throw new AssertionError(what + ": expected " + expected + ", but was " + actual);
    }
  }
}
