package dev.backstay.sync.lag;

import dev.backstay.manifest.Images.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an environment lacks of the one before it: images that run there and not yet here.
 *
 * @param of the name of the environment before
 * @param commits how many commits brought them there
 * @param since when the oldest of these was committed; empty if nothing lacks
 * @param images by place, bounded
 */
public record Lag(String of, int commits, Optional<Instant> since, List<Image> images) {
  public Lag {
    images = List.copyOf(images);
  }

  /**
   * An image that differs.
   *
   * @param here what runs in the environment
   * @param there what runs in the one before it
   */
  public record Image(Place place, String here, String there) {}

  static Lag none(String of) {
    return new Lag(of, 0, Optional.empty(), List.of());
  }

  public boolean isNone() {
    return commits == 0;
  }

  /** Since when the oldest of what lacks waits; zero if nothing does. */
  public Duration age(Instant now) {
    return since
        .map(oldest -> Duration.between(oldest, now))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }
}
