package dev.backstay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The null check is only worth something while it is on: builds have lost theirs unnoticed. */
final class NullAwayCanaryTest {
  private static final Pattern ARGUMENT = Pattern.compile("<arg>([^<]*)</arg>");

  @Test
  void theBuildsOwnFlagsRefuseANull(@TempDir Path folder) throws Exception {
    Compilation compilation = compile(folder, "return null;");
    assertThat(compilation.output()).contains("[NullAway]");
    assertThat(compilation.exitCode()).isNotZero();
  }

  @Test
  void theBuildsOwnFlagsAcceptItsTwin(@TempDir Path folder) throws Exception {
    Compilation compilation = compile(folder, "return \"not null\";");
    assertThat(compilation.output()).isEmpty();
    assertThat(compilation.exitCode()).isZero();
  }

  private record Compilation(int exitCode, String output) {}

  private static Compilation compile(Path folder, String statement)
      throws IOException, InterruptedException {
    Path source = folder.resolve("Canary.java");
    Files.writeString(
        source,
        """
        package canary;

        @org.jspecify.annotations.NullMarked
        final class Canary {
          private Canary() {}

          static String sing() {
            %s
          }
        }
        """
            .formatted(statement));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
    for (String option : Files.readAllLines(Path.of(".mvn/jvm.config"))) {
      if (option.startsWith("--add-")) {
        command.add("-J" + option);
      }
    }
    ARGUMENT
        .matcher(Files.readString(Path.of("pom.xml")))
        .results()
        .map(match -> match.group(1))
        .forEach(command::add);
    String classPath = System.getProperty("java.class.path");
    // the class path names jars that are not there for javac, which is not what is tested
    command.addAll(List.of("-Xlint:-path", "-proc:none"));
    command.addAll(List.of("-processorpath", classPath, "-classpath", classPath));
    command.addAll(List.of("-d", folder.toString(), source.toString()));
    Process javac = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Compilation(javac.waitFor(), output);
  }
}
