package dev.backstay.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What agents inside of this JVM log. */
final class LogLines extends AppenderBase<ILoggingEvent> {
  private static final List<String> LOGGERS = List.of("dev.backstay", "sync");

  private final List<String> lines = new CopyOnWriteArrayList<>();

  void begin() {
    lines.clear();
    start();
    LOGGERS.forEach(name -> logger(name).addAppender(this));
  }

  void end() {
    LOGGERS.forEach(name -> logger(name).detachAppender(this));
    stop();
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(event.getLevel() + " " + event.getFormattedMessage());
  }
}
