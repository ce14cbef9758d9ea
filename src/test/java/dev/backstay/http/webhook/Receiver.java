package dev.backstay.http.webhook;

import dev.backstay.config.WebhookProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes deliveries as the agent does, with a clock that stands still. */
final class Receiver {
  static final Instant NOW = Instant.ofEpochSecond(Long.parseLong(Way.TIME));

  final List<Instant> wakes = new ArrayList<>();
  private final Path secretFile;
  private long nanos;
  private final Intake intake =
      new Intake(
          Payloads.BRANCH,
          // as many as come, so that each shows
          new WakeUps(wakes::add, () -> nanos += 1_000_000_000, (_, what) -> what.run()),
          () -> 0);

  Receiver(Path folder, String... secrets) {
    secretFile = folder.resolve("secret");
    knows(secrets);
  }

  /** From now on these. */
  void knows(String... secrets) {
    try {
      Files.writeString(secretFile, String.join("\n", secrets) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer take(Way way, Map<String, String> headers, String body) {
    return take(way.provider, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  Answer take(WebhookProvider provider, Map<String, String> headers, byte[] body) {
    Delivery delivery =
        new Delivery(provider, name -> Optional.ofNullable(headers.get(name)), body);
    return intake.take(delivery, secretFile, NOW);
  }
}
