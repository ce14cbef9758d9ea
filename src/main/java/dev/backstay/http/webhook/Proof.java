package dev.backstay.http.webhook;

/** Whether a delivery comes from who knows the secret. */
sealed interface Proof {
  /**
   * It does.
   *
   * @param mark the same for the same delivery when it comes again, made only of what is proven;
   *     empty where nothing could tell them apart
   */
  record Genuine(String mark) implements Proof {}

  /**
   * It does not say so.
   *
   * @param expected what is missing
   */
  record Missing(String expected) implements Proof {}

  /** It says so, and does not: another secret, another body, another algorithm, too old. */
  record Wrong() implements Proof {}
}
