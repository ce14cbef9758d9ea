package dev.backstay.story;

import dev.backstay.testing.TestCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What {@code bin/demo} starts: a Kubernetes, a config repo and the agent on this machine; or, with
 * {@code --story}, the whole story, checked.
 */
public final class Demo {
  private static final PrintStream OUT = System.out;

  private Demo() {}

  public static void main(String[] args) throws IOException {
    boolean story = List.of(args).contains("--story");
    if (args.length > (story ? 1 : 0)) {
      System.err.println("usage: bin/demo [--story]");
      System.exit(2);
    }
    Path folder = Files.createTempDirectory("backstay-demo");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
    System.exit(run(folder, story));
  }

  /** Ends what it started, also when Ctrl-C ends the process: each part sees to its own. */
  private static int run(Path folder, boolean story) throws IOException {
    try (TestCluster cluster = startCluster(folder);
        Stage stage = Stage.set(cluster, Files.createDirectories(folder.resolve("stage")))) {
      if (story) {
        return play(stage) ? 0 : 1;
      }
      explain(stage);
      show(stage);
      follow(stage);
      return 1;
    }
  }

  private static TestCluster startCluster(Path folder) {
    OUT.println("Starting a Kubernetes on this machine, and the agent …");
    return TestCluster.local(folder);
  }

  private static boolean play(Stage stage) {
    long started = System.nanoTime();
    Narrator narrator = new Narrator(OUT);
    List<Story.Step> steps = new Story(stage, narrator).steps();
    int held = 0;
    for (Story.Step step : steps) {
      narrator.title(step.number() + ". " + step.title());
      try {
        step.play().run();
        held++;
      } catch (AssertionError | IllegalStateException e) {
        narrator.line("DID NOT HOLD  " + e.getMessage());
        break;
      }
    }
    OUT.printf(
        Locale.ROOT,
        "%n%d of %d steps held, in %.0f s%n",
        held,
        steps.size(),
        (System.nanoTime() - started) / 1e9);
    return held == steps.size();
  }

  private static void explain(Stage stage) {
    OUT.printf(
        """

        All three environments are synced. Open the page, and leave it open

            %1$s

        To use its buttons, sign in with this token: %5$s

        Deploy: edit an image tag, commit and push

            cd %2$s
            sed -i 's/frontend:1.0.0/frontend:1.1.0/' production/outsrc.yml
            git commit -qam 'frontend 1.1.0' && git push -q

        Roll back

            git revert --no-edit HEAD && git push -q

        Look

            bin/backstay status --server %1$s
            bin/backstay history production --server %1$s
            KUBECONFIG=%3$s %4$s -n outsrc get pods

        Ctrl-C ends everything. What the agent says:

        """,
        stage.page(),
        stage.repository().work(),
        stage.cluster().kubeconfig(),
        stage.cluster().kubectlPath(),
        stage.token());
  }

  /** Where there is a desktop, the page opens by itself. */
  private static void show(Stage stage) {
    boolean isMac = System.getProperty("os.name").startsWith("Mac");
    if (isMac || System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null) {
      try {
        new ProcessBuilder(isMac ? "open" : "xdg-open", stage.page().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
      } catch (IOException _) {
        // no such program: the address was printed
      }
    }
  }

  /** Prints the agent's log as it grows, until the agent ends. */
  private static void follow(Stage stage) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(stage.log().toFile(), "r")) {
      byte[] buffer = new byte[8192];
      while (stage.agentRuns()) {
        int read = log.read(buffer);
        if (read > 0) {
          OUT.print(new String(buffer, 0, read, StandardCharsets.UTF_8));
          OUT.flush();
        } else {
          Thread.sleep(200);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tries until all who still write there have ended, but not for ever. */
  private static void remove(Path folder) {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (Files.exists(folder) && System.nanoTime() < deadline) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException | UncheckedIOException _) {
        Thread.onSpinWait();
      }
    }
  }
}
