package dev.backstay.http.page;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in the way, told once for all places where it is the same.
 *
 * @param code of its kind
 * @param message what is wrong
 * @param hint what to do; may be empty
 * @param fix YAML that ends it; may be empty
 * @param places where, bounded
 * @param count how many places there are
 */
public record Trouble(
    String code, String message, String hint, String fix, List<Place> places, int count) {
  private static final int MOST_PLACES = 10;
  private static final int MOST_GROUPS = 20;

  public Trouble {
    places = List.copyOf(places);
  }

  /** A line of a file, an object, or both. */
  public record Place(Optional<Source> source, Optional<ObjectKey> object) {
    static Place of(Problem problem) {
      return new Place(problem.source(), problem.object());
    }

    boolean isKnown() {
      return source.isPresent() || object.isPresent();
    }
  }

  private record Likeness(String code, String message, String hint, String fix) {
    static Likeness of(Problem problem) {
      return new Likeness(problem.code().id(), problem.message(), help(problem), problem.fix());
    }

    private static String help(Problem problem) {
      return problem.hint().isEmpty() ? problem.code().remedy() : problem.hint();
    }
  }

  /** Those that are alike become one; the order in which they came stays. Bounded. */
  static List<Trouble> of(List<Problem> problems) {
    Map<Likeness, List<Place>> groups = new LinkedHashMap<>();
    for (Problem problem : problems) {
      groups.computeIfAbsent(Likeness.of(problem), _ -> new ArrayList<>()).add(Place.of(problem));
    }
    return groups.entrySet().stream()
        .limit(MOST_GROUPS)
        .map(group -> of(group.getKey(), group.getValue()))
        .toList();
  }

  private static Trouble of(Likeness like, List<Place> places) {
    List<Place> known = places.stream().filter(Place::isKnown).toList();
    return new Trouble(
        like.code(),
        like.message(),
        like.hint(),
        like.fix(),
        known.subList(0, Math.min(known.size(), MOST_PLACES)),
        known.size());
  }

  /** {@code 3 objects: }, where it is more than one. */
  public String share() {
    return count > 1 ? count + " places: " : "";
  }

  /** How many places are not named. */
  public int more() {
    return count - places.size();
  }
}
