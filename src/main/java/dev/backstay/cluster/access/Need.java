package dev.backstay.cluster.access;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One verb that an account needs somewhere.
 *
 * @param names of the objects that it is needed for; empty: for all, or for the collection
 * @param isPart others have it already by their names: only these are missing
 */
public record Need(
    Place place, String verb, Weight weight, SortedSet<String> names, boolean isPart) {

  /** What follows if it is missing. */
  public enum Weight {
    /** Nothing can be carried out. */
    REQUIRED,
    /** The rest can: a delete is held back, drift is not corrected. */
    WANTED,
    /** Something is not said that could be. */
    HELPFUL
  }

  public Need {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }

  static Need of(Place place, String verb, Weight weight, Collection<String> names) {
    return new Need(place, verb, weight, new TreeSet<>(names), false);
  }

  /** Whether it is about all objects, or a collection. */
  public boolean isForAll() {
    return names.isEmpty();
  }

  /** The same, to be given for no others. */
  Need onlyThese() {
    return new Need(place, verb, weight, names, true);
  }

  /** What is left of it when it is given for the other objects. */
  public Need onlyFor(Collection<String> left) {
    boolean isAll = left.size() == names.size();
    return new Need(place, verb, weight, new TreeSet<>(left), isPart || !isAll);
  }
}
