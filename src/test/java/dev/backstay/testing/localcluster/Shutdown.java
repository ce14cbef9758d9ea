package dev.backstay.testing.localcluster;

/** The JVM's own end. */
public final class Shutdown {
  private Shutdown() {}

  /** Takes a shutdown hook back, unless the JVM is already running it. */
  public static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // shutting down: the hook does what the caller has done, and finds nothing left to do
    }
  }
}
