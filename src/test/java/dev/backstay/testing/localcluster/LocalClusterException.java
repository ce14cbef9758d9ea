package dev.backstay.testing.localcluster;

/** The local cluster could not be built, started or stopped; the message says why. */
public final class LocalClusterException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LocalClusterException(String message) {
    super(message);
  }

  LocalClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
