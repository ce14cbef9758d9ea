package dev.backstay.cluster.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One rule of a Role or ClusterRole.
 *
 * @param verbs in the order in which people write them
 * @param names empty for all objects
 */
record RbacRule(
    String group, SortedSet<String> resources, List<String> verbs, SortedSet<String> names) {
  private static final List<String> ORDER =
      List.of("get", "list", "watch", "create", "patch", "delete");

  private static final Comparator<String> VERBS =
      Comparator.<String>comparingInt(verb -> ORDER.contains(verb) ? ORDER.indexOf(verb) : 99)
          .thenComparing(Comparator.naturalOrder());

  private static final Comparator<String> WHOLE_CLUSTER_LAST =
      Comparator.comparing(String::isEmpty).thenComparing(Comparator.naturalOrder());

  /** More are only counted where a person reads them. */
  private static final int MOST_NAMES = 5;

  private record Target(Place place, SortedSet<String> names) {}

  private record Alike(String group, List<String> verbs, SortedSet<String> names) {}

  /**
   * As few rules as give exactly these needs, and no more: verbs of the same resource and the same
   * names are put together, then resources of the same group with the same verbs.
   */
  static List<RbacRule> of(Collection<Need> needs) {
    Map<Target, SortedSet<String>> verbs = new LinkedHashMap<>();
    needs.stream()
        .sorted(Comparator.comparing(Need::place))
        .forEach(
            need ->
                verbs
                    .computeIfAbsent(
                        new Target(need.place(), namesToWrite(need)), _ -> new TreeSet<>(VERBS))
                    .add(need.verb()));
    Map<Alike, SortedSet<String>> resources = new LinkedHashMap<>();
    verbs.forEach(
        (target, all) ->
            resources
                .computeIfAbsent(
                    new Alike(target.place().group(), List.copyOf(all), target.names()),
                    _ -> new TreeSet<>())
                .add(target.place().resource()));
    List<RbacRule> rules = new ArrayList<>();
    resources.forEach(
        (alike, names) ->
            rules.add(new RbacRule(alike.group(), names, alike.verbs(), alike.names())));
    return List.copyOf(rules);
  }

  /** In a namespace, the kind is given; in the whole cluster only the very objects. */
  private static SortedSet<String> namesToWrite(Need need) {
    return need.place().isInCluster() || need.isPart() ? need.names() : new TreeSet<>();
  }

  String yaml() {
    StringBuilder yaml = new StringBuilder();
    yaml.append("  - apiGroups: ").append(list(Set.of(group))).append('\n');
    yaml.append("    resources: ").append(list(resources)).append('\n');
    if (!names.isEmpty()) {
      yaml.append("    resourceNames: ").append(list(names)).append('\n');
    }
    return yaml.append("    verbs: ").append(list(verbs)).append('\n').toString();
  }

  private static String list(Collection<String> texts) {
    return "[\"" + String.join("\", \"", texts) + "\"]";
  }

  /** {@code get, list and patch on deployments.apps and statefulsets.apps}. */
  String words() {
    String suffix = group.isEmpty() ? "" : "." + group;
    List<String> full = resources.stream().map(resource -> resource + suffix).toList();
    String which = names.isEmpty() ? "" : " " + shown(names);
    return and(verbs) + " on " + and(full) + which;
  }

  private static String shown(SortedSet<String> names) {
    List<String> first = names.stream().limit(MOST_NAMES).toList();
    int more = names.size() - first.size();
    return more == 0 ? and(first) : String.join(", ", first) + " and " + more + " more";
  }

  private static String and(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }

  /** By namespace, what is for the whole cluster under the empty name. */
  static Map<String, List<RbacRule>> byNamespace(Collection<Need> needs) {
    Map<String, List<Need>> split = new TreeMap<>();
    for (Need need : needs) {
      String where = need.place().isInCluster() ? "" : need.place().namespace();
      split.computeIfAbsent(where, _ -> new ArrayList<>()).add(need);
    }
    Map<String, List<RbacRule>> rules = new TreeMap<>(WHOLE_CLUSTER_LAST);
    split.forEach((where, some) -> rules.put(where, of(some)));
    return rules;
  }
}
