package dev.backstay.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;

/** Sets up the log, on standard output: one line a fact. */
final class Logging {
  private static final String TEXT = "%d{HH:mm:ss.SSS} %-5level %logger{0} %msg%n%rEx{3}";

  private Logging() {}

  /** How the log is written. */
  enum Format {
    TEXT,
    JSON
  }

  /** Commands that only show something say themselves what is worth saying. */
  static void setUpNone() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
  }

  static void setUp(Format format, Level level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setEncoder(encoder(format, context));
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console);
    context.getLogger("dev.backstay").setLevel(level);
    context.getLogger("sync").setLevel(level);
    // what goes wrong with ssh is told by us, once
    context.getLogger("org.apache.sshd").setLevel(Level.OFF);
    // it warns of malformed requests, with words that whoever sent them made up
    context.getLogger("org.eclipse.jetty.http").setLevel(Level.ERROR);
  }

  private static Encoder<ILoggingEvent> encoder(Format format, LoggerContext context) {
    return switch (format) {
      case TEXT -> {
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern(TEXT);
        text.start();
        yield text;
      }
      case JSON -> {
        JsonEncoder json = new JsonEncoder();
        json.setContext(context);
        json.setWithArguments(false);
        json.setWithMessage(false);
        json.setWithFormattedMessage(true);
        json.setWithSequenceNumber(false);
        json.setWithNanoseconds(false);
        json.setWithContext(false);
        json.start();
        yield json;
      }
    };
  }
}
