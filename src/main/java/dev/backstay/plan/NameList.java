package dev.backstay.plan;

import dev.backstay.manifest.ObjectKey;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names objects in a sentence, however many there are. */
public final class NameList {
  private static final int MOST = 10;

  private NameList() {}

  /** {@code configmap/a, configmap/b and 3 more}, in the order of their names. */
  public static String of(Collection<ObjectKey> objects) {
    String named =
        objects.stream()
            .sorted()
            .limit(MOST)
            .map(ObjectKey::toString)
            .collect(Collectors.joining(", "));
    return objects.size() <= MOST ? named : named + " and " + (objects.size() - MOST) + " more";
  }
}
