package dev.backstay.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a main class of the tests in a process of its own and gives what it prints. */
public final class ChildJvm {
  private ChildJvm() {}

  public static String run(Class<?> main, List<String> jvmArguments, List<String> arguments) {
    return run(main, List.of(), jvmArguments, arguments);
  }

  /** Runs it with more variables in its environment. */
  public static String run(
      Class<?> main,
      Map<String, String> environment,
      List<String> jvmArguments,
      List<String> arguments) {
    return run(new ProcessBuilder(command(main, List.of(), jvmArguments, arguments)), environment);
  }

  /**
   * Runs it with other classes.
   *
   * @param before folders whose classes stand before those of this process
   */
  public static String run(
      Class<?> main, List<Path> before, List<String> jvmArguments, List<String> arguments) {
    return run(new ProcessBuilder(command(main, before, jvmArguments, arguments)), Map.of());
  }

  private static List<String> command(
      Class<?> main, List<Path> before, List<String> jvmArguments, List<String> arguments) {
    List<String> path = new ArrayList<>();
    before.forEach(folder -> path.add(folder.toString()));
    path.add(System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-cp", String.join(File.pathSeparator, path), "-XX:TieredStopAtLevel=1"));
    command.addAll(jvmArguments);
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  private static String run(ProcessBuilder builder, Map<String, String> environment) {
    builder.environment().putAll(environment);
    try {
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
