package dev.backstay.cluster;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deletes what left the folder. Before each delete the live object is looked at: only what carries
 * our label and our field ownership goes, and only exactly the object that was looked at.
 */
public final class Pruner {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String DIRECTIVE = "backstay.dev/prune";
  private static final int TRIES = 5;

  /** Deleting these deletes data or everything inside: only when the object itself allows it. */
  private static final Set<String> PROTECTED =
      Set.of(
          "Namespace",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "CustomResourceDefinition.apiextensions.k8s.io");

  private final KubeHttp http;
  private final ApplySet set;
  private final BooleanSupplier overtaken;

  public Pruner(KubeHttp http, ApplySet set, BooleanSupplier overtaken) {
    this.http = http;
    this.set = set;
    this.overtaken = overtaken;
  }

  /** What became of one object that left the folder. */
  public sealed interface Pruned {
    ObjectKey key();

    /** It is gone. */
    record Gone(ObjectKey key) implements Pruned {}

    /** It is there but not ours (any more): let go without a delete. */
    record LetGo(ObjectKey key) implements Pruned {}

    /** It is still there; it stays in the inventory. */
    record Pending(ObjectKey key, Problem reason) implements Pruned {}
  }

  /**
   * Deletes one object.
   *
   * @param survivors uids that must stay: the same object may be known by another API group
   */
  public Pruned prune(Action.Prune prune, Set<String> survivors) {
    Pruned result = pending(prune, "something newer took over", ProblemCode.PRUNE_GUARD);
    for (int attempt = 0; attempt < TRIES && !overtaken.getAsBoolean(); attempt++) {
      Answer look = http.send(Request.get(path(prune)).metadataOnly());
      if (look.code() == 404) {
        return new Pruned.Gone(prune.key());
      }
      if (!(look instanceof Answer.Ok ok)) {
        return failed(prune, "look at it", look);
      }
      Member live = Member.of(prune.key(), ok.body());
      Optional<Pruned> decided = decideWithoutDelete(prune, live, survivors);
      if (decided.isPresent()) {
        return decided.get();
      }
      Answer answer = http.send(Request.delete(path(prune), preconditions(live)));
      result = outcome(prune, answer);
      if (answer.code() != 409) {
        return result;
      }
    }
    return result;
  }

  private Optional<Pruned> decideWithoutDelete(
      Action.Prune prune, Member live, Set<String> survivors) {
    boolean ours =
        live.label(ApplySet.PART_OF_LABEL).equals(set.id())
            && live.isAppliedBy(Applier.FIELD_MANAGER);
    if (!ours || survivors.contains(live.uid())) {
      return Optional.of(new Pruned.LetGo(prune.key()));
    }
    if (live.terminating()) {
      return Optional.of(
          pending(
              prune, "it is being deleted and waits for its finalizers", ProblemCode.TERMINATING));
    }
    String directive = live.annotation(DIRECTIVE);
    if (directive.equals("never")) {
      return Optional.of(
          pending(
              prune, "its annotation " + DIRECTIVE + ": never keeps it", ProblemCode.PRUNE_GUARD));
    }
    boolean mayGo = !PROTECTED.contains(prune.key().groupKind()) || directive.equals("allow");
    return mayGo
        ? Optional.empty()
        : Optional.of(
            pending(
                prune,
                "objects of this kind are pruned only with the annotation " + DIRECTIVE + ": allow",
                ProblemCode.PRUNE_GUARD));
  }

  private Pruned outcome(Action.Prune prune, Answer answer) {
    if (answer.code() == 404) {
      return new Pruned.Gone(prune.key());
    }
    if (!(answer instanceof Answer.Ok)) {
      return failed(prune, "delete it", answer);
    }
    Answer look = http.send(Request.get(path(prune)).metadataOnly());
    return look.code() == 404
        ? new Pruned.Gone(prune.key())
        : pending(
            prune, "it is being deleted and waits for its finalizers", ProblemCode.TERMINATING);
  }

  private static Pruned failed(Action.Prune prune, String what, Answer answer) {
    return new Pruned.Pending(prune.key(), ApiFailure.of(prune.key(), what, answer).problem());
  }

  private static Pruned pending(Action.Prune prune, String message, ProblemCode code) {
    return new Pruned.Pending(prune.key(), Problem.of(code, prune.key(), message, ""));
  }

  private static String path(Action.Prune prune) {
    return Request.object(prune.kind(), prune.key());
  }

  /** A Job deleted without a propagation policy leaves its Pods behind. */
  private static String preconditions(Member live) {
    ObjectNode options = JSON.createObjectNode();
    options.put("propagationPolicy", "Background");
    options
        .putObject("preconditions")
        .put("uid", live.uid())
        .put("resourceVersion", live.resourceVersion());
    return JSON.writeValueAsString(options);
  }
}
