package dev.backstay.cli;

import dev.backstay.config.ConfigReader;
import dev.backstay.config.ConfigReading;
import java.io.IOException;
import java.nio.file.Path;

/** The real agent inside of the test's JVM. */
public final class InProcessAgent implements AutoCloseable {
  private final RunningAgent agent;

  private InProcessAgent(RunningAgent agent) {
    this.agent = agent;
  }

  public static InProcessAgent start(Path configFile) throws IOException {
    return switch (ConfigReader.read(configFile)) {
      case ConfigReading.Valid valid ->
          new InProcessAgent(RunningAgent.start(valid.config(), configFile));
      case ConfigReading.Invalid invalid ->
          throw new IllegalArgumentException(invalid.errors().toString());
    };
  }

  /** What its server answers. */
  public java.util.List<String> routes() {
    return agent.routes();
  }

  public int port() {
    return agent.port();
  }

  public int probePort() {
    return agent.probePort();
  }

  @Override
  public void close() {
    agent.close();
  }
}
