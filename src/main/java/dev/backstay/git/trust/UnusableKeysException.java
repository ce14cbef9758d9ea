package dev.backstay.git.trust;

/** The keys folder does not say who may sign: then nobody may. */
public final class UnusableKeysException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableKeysException(String message) {
    super(message);
  }

  /** What is wrong with which file. */
  public String why() {
    return String.valueOf(getMessage());
  }
}
