package dev.backstay.cluster.access;

import dev.backstay.cluster.access.Need.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects what is needed, each verb of each place once, with the most that hangs on it. */
public final class Needs {
  private static final String FOR_ALL = "";

  private final Map<Place, Map<String, Entry>> entries = new TreeMap<>();

  private record Entry(Weight weight, Set<String> names) {}

  /** Verbs on the collection, or on objects whose names nobody knows before. */
  public Needs forAll(Weight weight, Place place, String... verbs) {
    return forOne(weight, place, FOR_ALL, verbs);
  }

  /** Verbs on one object. */
  public Needs forOne(Weight weight, Place place, String name, String... verbs) {
    for (String verb : verbs) {
      entries
          .computeIfAbsent(place, _ -> new TreeMap<>())
          .merge(verb, new Entry(weight, Set.of(name)), Needs::both);
    }
    return this;
  }

  private static Entry both(Entry one, Entry other) {
    // sets of many names grow in place
    Set<String> names = one.names() instanceof TreeSet<String> t ? t : new TreeSet<>(one.names());
    names.addAll(other.names());
    Weight stronger = one.weight().compareTo(other.weight()) <= 0 ? one.weight() : other.weight();
    return new Entry(stronger, names);
  }

  /** All of them. */
  public List<Need> all() {
    List<Need> all = new ArrayList<>();
    entries.forEach(
        (place, verbs) ->
            verbs.forEach(
                (verb, entry) ->
                    all.add(
                        Need.of(
                            place,
                            verb,
                            entry.weight(),
                            entry.names().contains(FOR_ALL) ? Set.of() : entry.names()))));
    return all;
  }
}
