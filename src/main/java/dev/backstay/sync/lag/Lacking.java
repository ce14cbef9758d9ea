package dev.backstay.sync.lag;

import dev.backstay.git.Commit;
import dev.backstay.manifest.Images.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Goes back through the commits of the environment ahead until, for each image that differs, the
 * one is found that runs in the environment behind. Of an image that never ran ahead nothing can be
 * said but that it differs.
 */
final class Lacking {
  private final Map<Place, Search> open = new HashMap<>();
  private final Set<Commit> found = new LinkedHashSet<>();

  /** What is looked for at one place, where the search is, and what changed it on the way. */
  private record Search(String wanted, String at, List<Commit> passed) {
    Search to(String older, Commit commit) {
      List<Commit> more = new ArrayList<>(passed);
      more.add(commit);
      return new Search(wanted, older, more);
    }
  }

  Lacking(Collection<Lag.Image> images) {
    images.forEach(
        image -> open.put(image.place(), new Search(image.here(), image.there(), List.of())));
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
    for (Map.Entry<Place, Search> each : List.copyOf(open.entrySet())) {
      String older = before.getOrDefault(each.getKey(), "");
      if (!older.equals(each.getValue().at())) {
        goOn(each.getKey(), each.getValue().to(older, commit));
      }
    }
  }

  private void goOn(Place place, Search search) {
    if (search.at().equals(search.wanted())) {
      found.addAll(search.passed());
      open.remove(place);
    } else if (search.at().isEmpty()) {
      open.remove(place);
    } else {
      open.put(place, search);
    }
  }

  int commits() {
    return found.size();
  }

  Optional<Instant> oldest() {
    return found.stream().map(Commit::committed).min(Instant::compareTo);
  }
}
