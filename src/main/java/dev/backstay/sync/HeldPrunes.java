package dev.backstay.sync;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.plan.NameList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What left the folder and is still in the cluster, told in few words however much it is. */
final class HeldPrunes {
  /** More objects with the same reason become one problem. */
  private static final int MOST_ALONE = 5;

  private final Map<ObjectKey, Problem> reasons = new TreeMap<>();
  private boolean settled = true;

  /**
   * Adds an object.
   *
   * @param byRule it stays until somebody changes the object or the folder
   */
  void add(ObjectKey object, Problem reason, boolean byRule) {
    reasons.put(object, reason);
    settled &= byRule;
  }

  Set<ObjectKey> keys() {
    return reasons.keySet();
  }

  /** Nothing waits for its turn any more. */
  boolean isSettled() {
    return settled;
  }

  List<Problem> problems() {
    Map<Problem, Set<ObjectKey>> byReason = new LinkedHashMap<>();
    reasons.forEach(
        (key, reason) ->
            byReason.computeIfAbsent(withoutObject(reason), _ -> new TreeSet<>()).add(key));
    List<Problem> problems = new ArrayList<>();
    byReason.forEach((reason, objects) -> problems.addAll(told(reason, objects)));
    return problems;
  }

  private List<Problem> told(Problem reason, Set<ObjectKey> objects) {
    boolean isAboutAll = objects.stream().map(reasons::get).allMatch(reason::equals);
    if (!isAboutAll && objects.size() <= MOST_ALONE) {
      return objects.stream()
          .map(object -> Problem.of(reason.code(), object, reason.message(), reason.hint()))
          .toList();
    }
    String message =
        isAboutAll ? reason.message() : objects.size() + " objects: " + reason.message();
    return List.of(
        Problem.general(reason.code(), message + ": " + NameList.of(objects), reason.hint()));
  }

  private static Problem withoutObject(Problem problem) {
    return new Problem(
        problem.code(), Optional.empty(), Optional.empty(), problem.message(), problem.hint());
  }
}
