package dev.backstay.testing.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds the programs from their pinned Go modules. */
final class GoBuild {
  private static final Pattern KUBERNETES_VERSION =
      Pattern.compile("^\\s+k8s\\.io/kubernetes v((\\d+)\\.(\\d+)\\.\\S+)", Pattern.MULTILINE);

  private final Path sources;
  private final Path target;

  GoBuild(Path sources, Path target) {
    this.sources = sources;
    this.target = target;
  }

  /** All that decides what comes out, apart from the modules themselves. */
  static List<String> flags(Path sources) throws IOException {
    Matcher version =
        KUBERNETES_VERSION.matcher(Files.readString(sources.resolve("kubernetes/go.mod")));
    if (!version.find()) {
      throw new LocalClusterException(
          "Tried to read the version of k8s.io/kubernetes but kubernetes/go.mod requires none");
    }
    // without these the API server would say that it is v0.0.0-master
    String prefix = " -X k8s.io/component-base/version.git";
    String ldflags =
        "-s -w"
            + (prefix + "Version=v" + version.group(1))
            + (prefix + "Major=" + version.group(2))
            + (prefix + "Minor=" + version.group(3));
    return List.of("-trimpath", "-buildvcs=false", "-ldflags", ldflags);
  }

  void build(List<Tool> tools) throws IOException, InterruptedException {
    for (int i = 0; i < tools.size(); i++) {
      Tool tool = tools.get(i);
      String label = "(%d of %d) %s".formatted(i + 1, tools.size(), tool.fileName());
      long start = System.nanoTime();
      build(tool, label, start);
      Progress.line("%s, %d s".formatted(label, secondsSince(start)));
    }
  }

  private void build(Tool tool, String label, long start) throws IOException, InterruptedException {
    Path log = target.resolve(tool.fileName() + ".log");
    // under another name until it is whole: an interrupted build leaves no half program behind
    Path unfinished =
        target.resolve(tool.fileName() + "." + ProcessHandle.current().pid() + ".unfinished");
    Process go = start(command(tool, unfinished), sources.resolve(tool.module()), log);
    Thread stopGo = new Thread(go::destroy, "stop-go-build");
    Runtime.getRuntime().addShutdownHook(stopGo);
    try {
      for (int ticks = 1; !go.waitFor(1, TimeUnit.SECONDS); ticks++) {
        Progress.tick(
            "%s, %d s, %d packages".formatted(label, secondsSince(start), lines(log)), ticks);
      }
    } finally {
      go.destroy();
      Shutdown.forget(stopGo);
    }
    if (go.exitValue() != 0) {
      throw new LocalClusterException(
          "Tried to build %s but go ended with %d:%n%s"
              .formatted(tool.fileName(), go.exitValue(), LogTail.of(log)));
    }
    Files.move(unfinished, target.resolve(tool.fileName()), StandardCopyOption.ATOMIC_MOVE);
    Files.delete(log);
  }

  private List<String> command(Tool tool, Path output) throws IOException {
    List<String> command = new ArrayList<>(List.of("go", "build", "-v"));
    command.addAll(flags(sources));
    command.addAll(List.of("-o", output.toString(), tool.mainPackage()));
    return command;
  }

  private static Process start(List<String> command, Path folder, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("CGO_ENABLED", "0");
    builder.environment().put("GOWORK", "off");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new LocalClusterException(
          "Tried to build the local cluster but Go is not there: install Go 1.26 or newer"
              + " (https://go.dev/dl)",
          e);
    }
  }

  private static long lines(Path log) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.count();
    }
  }

  private static long secondsSince(long start) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
  }
}
