package dev.backstay.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** All that agents in this JVM log, down to the finest level of their own. */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final List<String> OWN = List.of("dev.backstay", "sync");

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger root;

  private CapturedLog(LoggerContext context) {
    root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    setContext(context);
  }

  /** Begins to listen; ends when closed. */
  public static CapturedLog listen() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    CapturedLog log = new CapturedLog(context);
    log.start();
    log.root.addAppender(log);
    OWN.forEach(name -> context.getLogger(name).setLevel(Level.TRACE));
    return log;
  }

  @Override
  protected void append(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    lines.add(
        event.getFormattedMessage()
            + event.getMDCPropertyMap()
            + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
  }

  public String text() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    root.detachAppender(this);
    OWN.forEach(name -> root.getLoggerContext().getLogger(name).setLevel(null));
    stop();
  }
}
