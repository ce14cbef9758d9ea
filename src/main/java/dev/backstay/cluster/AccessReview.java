package dev.backstay.cluster;

import dev.backstay.cluster.access.AccessRules;
import dev.backstay.cluster.access.Need;
import dev.backstay.cluster.access.Subject;
import dev.backstay.manifest.ProblemCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the API server what the account that asks may do: one question a namespace, and one more for
 * each verb that those answers leave open. Rules of RoleBindings say nothing about the whole
 * cluster, so what is needed there is always asked for by itself.
 */
public final class AccessReview {
  private static final String GROUP = "authorization.k8s.io/v1";
  private static final JsonMapper JSON = JsonMapper.shared();

  /** So many names are asked for one by one where all together are not allowed. */
  private static final int MOST_NAMES = 50;

  private final KubeHttp http;

  public AccessReview(KubeHttp http) {
    this.http = http;
  }

  /**
   * What of some needs is not allowed.
   *
   * @return empty if the cluster does not let the account ask
   * @throws ClusterException if there is no answer, or the agent may not act as the account
   */
  public Optional<List<Need>> missing(Collection<Need> needs) throws ClusterException {
    Map<String, List<Need>> byNamespace =
        needs.stream().collect(Collectors.groupingBy(need -> need.place().namespace()));
    List<Need> open = new ArrayList<>(byNamespace.getOrDefault("", List.of()));
    byNamespace.remove("");
    List<Need> missing = new ArrayList<>();
    for (Map.Entry<String, List<Need>> part : byNamespace.entrySet()) {
      Optional<AccessRules> rules = rules(part.getKey());
      if (rules.isEmpty()) {
        return Optional.empty();
      }
      List<Need> uncovered =
          part.getValue().stream().flatMap(n -> rules.get().uncovered(n).stream()).toList();
      (rules.get().isIncomplete() ? open : missing).addAll(uncovered);
    }
    missing.addAll(denied(open));
    return Optional.of(missing);
  }

  private Optional<AccessRules> rules(String namespace) throws ClusterException {
    ObjectNode review = review("SelfSubjectRulesReview");
    review.putObject("spec").put("namespace", namespace);
    Answer answer = http.send(post(GROUP, "selfsubjectrulesreviews", review));
    if (mayNotAsk(answer)) {
      return Optional.empty();
    }
    JsonNode body = answer.orThrow("ask what is allowed in " + namespace);
    return Optional.of(AccessRules.of(body.path("status")));
  }

  private static boolean mayNotAsk(Answer answer) {
    return answer.code() == 404
        || (answer.code() == 403
            && ApiFailure.general("ask", answer).problem().code() == ProblemCode.FORBIDDEN);
  }

  /** First for all objects of a kind; where that is denied, for each by its name. */
  private List<Need> denied(List<Need> open) throws ClusterException {
    List<Need> denied = new ArrayList<>();
    List<Answer> forAll = Parallel.map(open, need -> ask(need, ""));
    for (int i = 0; i < open.size(); i++) {
      if (!isAllowed(forAll.get(i))) {
        deniedByName(open.get(i)).ifPresent(denied::add);
      }
    }
    return denied;
  }

  private Optional<Need> deniedByName(Need need) throws ClusterException {
    if (need.isForAll() || need.names().size() > MOST_NAMES) {
      return Optional.of(need);
    }
    List<String> names = List.copyOf(need.names());
    List<Answer> answers = Parallel.map(names, name -> ask(need, name));
    Map<String, Boolean> allowed = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      allowed.put(names.get(i), isAllowed(answers.get(i)));
    }
    Set<String> left =
        names.stream().filter(n -> !allowed.getOrDefault(n, false)).collect(Collectors.toSet());
    return left.isEmpty() ? Optional.empty() : Optional.of(need.onlyFor(left));
  }

  private Answer ask(Need need, String name) {
    ObjectNode review = review("SelfSubjectAccessReview");
    ObjectNode asked = review.putObject("spec").putObject("resourceAttributes");
    asked
        .put("verb", need.verb())
        .put("group", need.place().group())
        .put("resource", need.place().resource())
        .put("namespace", need.place().namespace())
        .put("name", name);
    return http.send(post(GROUP, "selfsubjectaccessreviews", review));
  }

  /** One that may not ask has been told of before: it counts as allowed. */
  private static boolean isAllowed(Answer answer) throws ClusterException {
    return mayNotAsk(answer)
        || answer.orThrow("ask what is allowed").path("status").path("allowed").asBoolean(false);
  }

  /** Who the API server says that asks. */
  public Subject self() throws ClusterException {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "authentication.k8s.io/v1").put("kind", "SelfSubjectReview");
    JsonNode answer =
        http.send(post("authentication.k8s.io/v1", "selfsubjectreviews", review))
            .orThrow("ask who the agent is");
    return new Subject(answer.path("status").path("userInfo").path("username").asString(""));
  }

  private static ObjectNode review(String kind) {
    return JSON.createObjectNode().put("apiVersion", GROUP).put("kind", kind);
  }

  private static Request post(String group, String plural, ObjectNode review) {
    return Request.post("apis/" + group + "/" + plural, JSON.writeValueAsString(review));
  }
}
