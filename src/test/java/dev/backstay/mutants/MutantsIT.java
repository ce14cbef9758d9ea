package dev.backstay.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.ChildJvm;
import dev.backstay.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A test that cannot fail proves nothing: for each safety rule the agent is built without it, and
 * the test that is named for it must notice. All share a control plane of their own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MutantsIT {
  private static final int AT_ONCE = 2;

  /** What each run said, for those who want to see why it failed. */
  private static final Path KEPT = Path.of("target", "mutants");

  private final Map<Mutant, Future<String>> runs = new HashMap<>();
  private final Path folder;
  private final TestCluster cluster;
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
  private final Future<String> unchanged;

  MutantsIT(@TempDir Path folder) {
    this.folder = folder;
    this.cluster = TestCluster.local(folder);
    List<String> tests = Mutants.ALL.stream().map(Mutant::test).distinct().toList();
    this.unchanged = threads.submit(() -> run("unchanged", List.of(), tests));
  }

  @BeforeAll
  void begin() {
    int number = 0;
    for (Mutant mutant : Mutants.ALL) {
      String name = "mutant-" + ++number;
      runs.put(mutant, threads.submit(() -> run(name, mutant)));
    }
  }

  @AfterAll
  void stop() {
    threads.shutdownNow();
    cluster.close();
  }

  static List<Mutant> mutants() {
    return Mutants.ALL;
  }

  private String run(String name, Mutant mutant) throws IOException {
    Path classes = Files.createDirectories(folder.resolve(name + "/classes"));
    mutant.compileInto(classes);
    return run(name, List.of(classes), List.of(mutant.test()));
  }

  private String run(String name, List<Path> before, List<String> tests) {
    try {
      Path own = Files.createDirectories(folder.resolve(name));
      List<String> arguments = new ArrayList<>(cluster.asProperties(name + "-"));
      arguments.add("-Dbackstay.test.patience=15");
      arguments.add("-Dbackstay.test.audit=" + own.resolve("audit"));
      arguments.add("-Djava.io.tmpdir=" + own);
      arguments.add("-Xmx512m");
      String output = ChildJvm.run(TestRun.class, before, arguments, tests);
      Files.writeString(Files.createDirectories(KEPT).resolve(name + ".txt"), output);
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String outcome(Future<String> run) throws InterruptedException {
    try {
      return run.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  @Test
  void withoutMutantsTheSameTestsPass() throws InterruptedException {
    assertThat(outcome(unchanged)).endsWith(TestRun.PASSED);
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isNoticed(Mutant mutant) throws InterruptedException {
    Future<String> run = Objects.requireNonNull(runs.get(mutant));
    assertThat(outcome(run)).as("%s, by %s", mutant.rule(), mutant.test()).endsWith(TestRun.FAILED);
  }
}
