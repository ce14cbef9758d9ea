package dev.backstay.sync.lag;

import dev.backstay.git.Commit;
import dev.backstay.manifest.Images.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Goes back through the commits of the environment ahead until, for each image that differs, the
 * one is found that runs in the environment behind.
 */
final class Lacking {
  /**
   * By place that is still looked for: what runs behind, and what ran ahead after the next commit.
   */
  private final Map<Place, Lag.Image> open = new TreeMap<>();

  private int commits;
  private Optional<Instant> oldest = Optional.empty();

  Lacking(List<Lag.Image> images) {
    images.forEach(image -> open.put(image.place(), image));
  }

  boolean isOpen() {
    return !open.isEmpty();
  }

  /**
   * Looks at the next older commit.
   *
   * @param before the images that were there before it
   */
  void look(Commit commit, Map<Place, String> before) {
    boolean lacks = false;
    for (Lag.Image image : List.copyOf(open.values())) {
      String older = before.getOrDefault(image.place(), "");
      if (!older.equals(image.there())) {
        lacks = true;
        if (older.isEmpty() || older.equals(image.here())) {
          open.remove(image.place());
        } else {
          open.put(image.place(), new Lag.Image(image.place(), image.here(), older));
        }
      }
    }
    if (lacks) {
      commits++;
      oldest = Optional.of(commit.committed());
    }
  }

  int commits() {
    return commits;
  }

  Optional<Instant> oldest() {
    return oldest;
  }
}
