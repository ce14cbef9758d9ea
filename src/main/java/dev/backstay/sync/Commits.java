package dev.backstay.sync;

/** How commits are named to people. */
public final class Commits {
  private static final int SHORT = 7;

  private Commits() {}

  /** The first seven characters of a commit id, as git shows it. */
  public static String shortId(String id) {
    return id.length() <= SHORT ? id : id.substring(0, SHORT);
  }
}
