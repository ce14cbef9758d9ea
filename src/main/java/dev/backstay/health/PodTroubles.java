package dev.backstay.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is wrong with the pods of one workload, told once for all that fail the same way. */
final class PodTroubles {
  private static final int MOST = 3;

  private PodTroubles() {}

  /**
   * {@code 2 of 3 pods: ImagePullBackOff: … (container web of pod web-7c-x2, and 1 more)}.
   *
   * @param pods all of the workload's newest ones
   */
  static Optional<String> sentence(List<PodReport> pods) {
    List<List<PodTrouble>> groups = new ArrayList<>();
    pods.stream()
        .sorted(Comparator.comparing(PodReport::name))
        .flatMap(pod -> pod.trouble().stream())
        .forEach(trouble -> groupOf(trouble, groups).add(trouble));
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    groups.sort(Comparator.comparingInt(group -> -group.size()));
    return Optional.of(
        groups.stream()
            .limit(MOST)
            .map(group -> words(group, pods.size()))
            .collect(Collectors.joining("; ")));
  }

  private static List<PodTrouble> groupOf(PodTrouble trouble, List<List<PodTrouble>> groups) {
    for (List<PodTrouble> group : groups) {
      if (group.getFirst().isLike(trouble)) {
        return group;
      }
    }
    List<PodTrouble> group = new ArrayList<>();
    groups.add(group);
    return group;
  }

  private static String words(List<PodTrouble> group, int pods) {
    PodTrouble first = group.getFirst();
    String more = group.size() == 1 ? "" : " and " + (group.size() - 1) + " more";
    String share = group.size() + " of " + pods + (pods == 1 ? " pod: " : " pods: ");
    return share + first.words() + " (" + first.place() + more + ")";
  }
}
