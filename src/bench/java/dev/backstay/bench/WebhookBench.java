package dev.backstay.bench;

import dev.backstay.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Tells an agent of single commits by webhooks, and how soon it begins to sync them. */
final class WebhookBench {
  private static final int ROUNDS = 20;
  private static final Duration TARGET = Duration.ofMillis(300);
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Path RESULTS = Path.of("target", "bench");

  private WebhookBench() {}

  /** Takes the number of rounds, which may be left out. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS;
    Path folder = Files.createTempDirectory("backstay-webhook");
    WebhookTimes times = new WebhookTimes();
    try (TestCluster cluster = TestCluster.local(folder);
        WebhookRun run = WebhookRun.start(cluster, folder)) {
      run.round(0); // a program that has just started is slower
      for (int i = 1; i <= rounds; i++) {
        Thread.sleep(QUIET); // pushes that follow each other within a second share a poll
        times.add(run.round(i));
      }
    }
    Files.createDirectories(RESULTS);
    Files.writeString(RESULTS.resolve("webhook.json"), times.json());
    Files.writeString(RESULTS.resolve("webhook.md"), times.markdown());
    System.out.print(times.markdown());
    System.exit(times.toSync().compareTo(TARGET) < 0 ? 0 : 1);
  }
}
