package dev.backstay.cluster.access;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What an account may do in one namespace, as a {@code SelfSubjectRulesReview} tells it.
 *
 * @param isIncomplete an authorizer that cannot tell its rules may allow more
 */
public record AccessRules(List<Rule> rules, boolean isIncomplete) {
  private static final String ANY = "*";

  /**
   * One rule.
   *
   * @param names empty for all objects
   */
  record Rule(Set<String> verbs, Set<String> groups, Set<String> resources, Set<String> names) {
    private boolean isAbout(Need need) {
      return holds(verbs, need.verb())
          && holds(groups, need.place().group())
          && holds(resources, need.place().resource());
    }

    private static boolean holds(Set<String> some, String wanted) {
      return some.contains(wanted) || some.contains(ANY);
    }
  }

  /** Reads the status of a review. */
  public static AccessRules of(JsonNode status) {
    List<Rule> rules = new ArrayList<>();
    for (JsonNode rule : status.path("resourceRules")) {
      rules.add(
          new Rule(
              texts(rule.path("verbs")),
              texts(rule.path("apiGroups")),
              texts(rule.path("resources")),
              texts(rule.path("resourceNames"))));
    }
    return new AccessRules(List.copyOf(rules), status.path("incomplete").asBoolean(false));
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new HashSet<>();
    list.forEach(text -> texts.add(text.asString("")));
    return Set.copyOf(texts);
  }

  /** What of a need the rules do not give: a rule for some names gives it for those only. */
  public Optional<Need> uncovered(Need need) {
    List<Rule> about = rules.stream().filter(rule -> rule.isAbout(need)).toList();
    if (about.stream().anyMatch(rule -> rule.names().isEmpty())) {
      return Optional.empty();
    }
    if (need.isForAll()) {
      return Optional.of(need);
    }
    Set<String> left = new HashSet<>(need.names());
    about.forEach(rule -> left.removeAll(rule.names()));
    return left.isEmpty() ? Optional.empty() : Optional.of(need.onlyFor(left));
  }
}
