package dev.backstay.testing;

import static org.awaitility.Awaitility.await;

import dev.backstay.cli.Backstay;
import dev.backstay.testing.localcluster.Shutdown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The agent as a process of its own, which can be killed as a kernel or a node kills it. */
public final class ProcessAgent extends AgentApi {
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Pattern LISTENS = Pattern.compile("page and API on port (\\d+)");
  private static final int TOLD_LINES = 60;

  private final Process process;
  private final Path log;
  private final Thread hook;
  private final int port;

  private ProcessAgent(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.hook = new Thread(process::destroyForcibly, "kill-agent");
    Runtime.getRuntime().addShutdownHook(hook);
    this.port = awaitPort();
  }

  /** Starts the agent; returns when its API listens. All that it says goes to the log. */
  public static ProcessAgent start(Path config, Path log) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            Backstay.class.getName(),
            "run",
            "--config",
            config.toString());
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new ProcessAgent(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int awaitPort() {
    try {
      await()
          .atMost(LONGEST_START)
          .pollInterval(Duration.ofMillis(20))
          .failFast("the agent ended", () -> !process.isAlive())
          .until(() -> LISTENS.matcher(said()).find());
      Matcher found = LISTENS.matcher(said());
      return found.find() ? Integer.parseInt(found.group(1)) : 0;
    } catch (RuntimeException e) {
      end();
      throw e;
    }
  }

  @Override
  int port() {
    return port;
  }

  /** Prepares {@code kill -9} at an instant from now. */
  public CompletableFuture<Void> killIn(Duration delay) {
    return CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS))
        .thenCombine(process.onExit(), (_, _) -> null);
  }

  /** The end of what it said. */
  public String tail() {
    List<String> lines = said().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code kill -9}, now. */
  @Override
  void end() {
    process.destroyForcibly();
    process.onExit().join();
    Shutdown.forget(hook);
  }
}
