package dev.backstay.sync;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The log of one sync: every line begins with environment, run number and commit. */
final class RunLog {
  private static final Logger LOG = LoggerFactory.getLogger("sync");

  private final String environment;
  private final String run;
  private final String revision;

  RunLog(String environment, int run, String revision) {
    this.environment = environment;
    this.run = "#" + run;
    this.revision = revision;
  }

  /** What the API server is told: {@code sync 12 3f2a1c9}. */
  String activity() {
    return "sync " + run.substring(1) + " " + revision;
  }

  void info(String message, Object... arguments) {
    inContext(() -> LOG.info(prefixed(message), arguments));
  }

  void warn(String message, Object... arguments) {
    inContext(() -> LOG.warn(prefixed(message), arguments));
  }

  private String prefixed(String message) {
    return environment + " " + run + " " + revision + " " + message;
  }

  /** The same facts as fields, for logs written as JSON. */
  private void inContext(Runnable line) {
    try (var _ = MDC.putCloseable("environment", environment);
        var _ = MDC.putCloseable("run", run);
        var _ = MDC.putCloseable("revision", revision)) {
      line.run();
    }
  }
}
