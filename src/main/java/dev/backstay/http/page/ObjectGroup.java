package dev.backstay.http.page;

import dev.backstay.sync.ObjectStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects of one kind.
 *
 * @param kind as {@code Deployment.apps}
 * @param shown those that are not healthy first; bounded
 * @param count how many there are
 * @param unhealthy how many of them are not healthy
 */
public record ObjectGroup(String kind, List<ObjectStatus> shown, int count, int unhealthy) {
  /** So many are drawn of each kind at first, and so many of one kind that is asked for. */
  private static final int FEW = 25;

  private static final int MANY = 500;
  private static final int MOST_KINDS = 60;
  private static final Comparator<ObjectStatus> WORST_FIRST =
      Comparator.comparing((ObjectStatus object) -> object.health().isHealthy())
          .thenComparing(ObjectStatus::key);

  public ObjectGroup {
    shown = List.copyOf(shown);
  }

  /** By kind; kinds with objects that are not healthy come first. */
  static List<ObjectGroup> of(List<ObjectStatus> objects) {
    Map<String, List<ObjectStatus>> byKind = new TreeMap<>();
    objects.forEach(
        object ->
            byKind.computeIfAbsent(object.key().groupKind(), _ -> new ArrayList<>()).add(object));
    return byKind.entrySet().stream()
        .map(kind -> of(kind.getKey(), kind.getValue(), FEW))
        .sorted(Comparator.comparing(group -> group.unhealthy() == 0))
        .limit(MOST_KINDS)
        .toList();
  }

  /** All of one kind, as far as a page can hold them. */
  static ObjectGroup of(String kind, List<ObjectStatus> objects) {
    return of(kind, objects.stream().filter(o -> o.key().groupKind().equals(kind)).toList(), MANY);
  }

  private static ObjectGroup of(String kind, List<ObjectStatus> objects, int most) {
    int unhealthy = (int) objects.stream().filter(o -> !o.health().isHealthy()).count();
    return new ObjectGroup(
        kind, objects.stream().sorted(WORST_FIRST).limit(most).toList(), objects.size(), unhealthy);
  }

  /** How many are not drawn. */
  public int more() {
    return count - shown.size();
  }

  /** {@code … and 940 more, all healthy}. */
  public String moreWords() {
    int hidden = unhealthy - (int) shown.stream().filter(o -> !o.health().isHealthy()).count();
    return more() + " more, " + (hidden == 0 ? "all healthy" : hidden + " of them not healthy");
  }

  /** {@code 2}, or {@code 1 of 2 not healthy}. */
  public String words() {
    return unhealthy == 0 ? count + " healthy" : unhealthy + " of " + count + " not healthy";
  }
}
