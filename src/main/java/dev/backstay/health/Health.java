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

  /** Empty for what is healthy. */
  default String sentence() {
    return switch (this) {
      case Healthy() -> "";
      case Progressing(String message) -> message;
      case Failed(String message) -> message;
    };
  }
}
