package dev.backstay.audit;

/** A line that is no line of a stored history. */
public final class MalformedHistory extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedHistory(int line, String why) {
    super("line " + line + ": " + why);
  }
}
