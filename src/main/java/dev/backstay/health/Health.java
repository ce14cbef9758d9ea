package dev.backstay.health;

/** How well a live object stands. */
public sealed interface Health {

  /** It is what its spec asks for. */
  record Healthy() implements Health {}

  /**
   * It is on its way.
   *
   * @param message in kubectl's words: {@code 1 of 2 updated replicas are available}
   */
  record Progressing(String message) implements Health {}

  /**
   * Something is wrong by now, which may pass: a container that crashes, an image that cannot be
   * pulled. Worth to be told at once, and to be waited for.
   *
   * @param message how far it is, and why not further
   */
  record Failing(String message) implements Health {}

  /**
   * It will not get there by itself.
   *
   * @param message the controller's own reason
   */
  record Failed(String message) implements Health {}

  /** What needs no words. */
  static Health healthy() {
    return new Healthy();
  }

  default boolean isHealthy() {
    return this instanceof Healthy;
  }

  /** Whether it is worse than just not there yet. */
  default boolean isBad() {
    return this instanceof Failing || this instanceof Failed;
  }

  /** {@code healthy}, {@code progressing}, {@code failing} or {@code failed}. */
  default String word() {
    return switch (this) {
      case Healthy() -> "healthy";
      case Progressing _ -> "progressing";
      case Failing _ -> "failing";
      case Failed _ -> "failed";
    };
  }

  /** Empty for what is healthy. */
  default String sentence() {
    return switch (this) {
      case Healthy() -> "";
      case Progressing(String message) -> message;
      case Failing(String message) -> message;
      case Failed(String message) -> message;
    };
  }

  /** The same, now that the cause of its not being healthy is known. */
  default Health because(String cause) {
    return switch (this) {
      case Healthy healthy -> healthy;
      case Progressing(String message) -> new Failing(message + "; " + cause);
      case Failing(String message) -> new Failing(message + "; " + cause);
      case Failed(String message) -> new Failed(message + "; " + cause);
    };
  }
}
