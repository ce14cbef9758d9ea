package dev.backstay.cluster;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Deletes what left the folder. Before each delete the live object is looked at, never in a cache:
 * only what carries our label and our field ownership goes, and only exactly what was looked at.
 */
public final class Pruner {
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

  /** What became, or would become, of one object that left the folder. */
  public sealed interface Pruned {
    ObjectKey key();

    /** It is gone. */
    record Gone(ObjectKey key) implements Pruned {}

    /** It is there but not ours (any more): let go without a delete. */
    record LetGo(ObjectKey key) implements Pruned {}

    /**
     * It is there and may be deleted.
     *
     * @param first it asks to go before anything is applied
     */
    record Deletable(ObjectKey key, boolean first) implements Pruned {}

    /**
     * It is still there; it stays in the inventory.
     *
     * @param byRule it stays until somebody changes the object or the folder, however often it is
     *     tried
     */
    record Pending(ObjectKey key, Problem reason, boolean byRule) implements Pruned {}

    /** It was not looked at, because something newer took over. */
    record Skipped(ObjectKey key) implements Pruned {}
  }

  /**
   * Tries deletes without carrying them out. A refusal says nothing against the rest of the commit.
   */
  public List<Pruned> rehearse(List<Action.Prune> prunes) {
    return Parallel.map(prunes, this::rehearseOne);
  }

  private Pruned rehearseOne(Action.Prune prune) {
    if (overtaken.getAsBoolean()) {
      return new Pruned.Skipped(prune.key());
    }
    return switch (look(prune)) {
      case Look.Decided(Pruned result) -> result;
      case Look.Ours(Member live) -> {
        Answer answer = http.send(DeleteOptions.rehearse(path(prune), live));
        yield answer instanceof Answer.No no && isDenied(prune, no)
            ? failed(prune, "delete it", no)
            : new Pruned.Deletable(prune.key(), live.annotation(DIRECTIVE).equals("first"));
      }
    };
  }

  /** Not where only the dry-run is refused, or where a moment later it may be another answer. */
  private static boolean isDenied(Action.Prune prune, Answer.No no) {
    return no.code() != 404
        && ApiFailure.of(prune.key(), "delete it", no).kind() != ApiFailure.Kind.PASSING
        && !no.message().contains("does not support dry run");
  }

  /** Deletes objects that do not need each other. */
  public List<Pruned> prune(List<Action.Prune> prunes) {
    return Parallel.map(prunes, this::pruneOne);
  }

  private Pruned pruneOne(Action.Prune prune) {
    Pruned result = new Pruned.Skipped(prune.key());
    for (int attempt = 0; attempt < TRIES && !overtaken.getAsBoolean(); attempt++) {
      switch (look(prune)) {
        case Look.Decided(Pruned decided) -> {
          return decided;
        }
        case Look.Ours(Member live) -> {
          if (overtaken.getAsBoolean()) {
            return result;
          }
          Answer answer = http.send(DeleteOptions.delete(path(prune), live));
          result = outcome(prune, answer);
          if (answer.code() != 409) {
            return result;
          }
        }
      }
    }
    return result;
  }

  /** What the live object says to its delete. */
  private sealed interface Look {
    /** It may be deleted, as it is. */
    record Ours(Member live) implements Look {}

    /** It must not. */
    record Decided(Pruned result) implements Look {}
  }

  private Look look(Action.Prune prune) {
    Answer look = http.send(Request.get(path(prune)).metadataOnly());
    if (look.code() == 404) {
      return new Look.Decided(new Pruned.Gone(prune.key()));
    }
    if (!(look instanceof Answer.Ok ok)) {
      return new Look.Decided(failed(prune, "look at it", look));
    }
    Member live = Member.of(prune.key(), ok.body());
    if (!live.isMemberOf(set)) {
      return new Look.Decided(new Pruned.LetGo(prune.key()));
    }
    return asNamesake(prune, live)
        .or(() -> decideWithoutDelete(prune, live))
        .<Look>map(Look.Decided::new)
        .orElseGet(() -> new Look.Ours(live));
  }

  /** The same object can be known in two API groups: then the folder still wants it. */
  private Optional<Pruned> asNamesake(Action.Prune prune, Member live) {
    for (Action.Namesake namesake : prune.namesakes()) {
      Answer look =
          http.send(Request.get(Request.object(namesake.kind(), namesake.key())).metadataOnly());
      if (look instanceof Answer.Ok ok) {
        if (Member.of(namesake.key(), ok.body()).uid().equals(live.uid())) {
          return Optional.of(new Pruned.LetGo(prune.key()));
        }
      } else if (look.code() != 404) {
        return Optional.of(failed(prune, "look at " + namesake.key(), look));
      }
    }
    return Optional.empty();
  }

  private static Optional<Pruned> decideWithoutDelete(Action.Prune prune, Member live) {
    if (live.terminating()) {
      return Optional.of(terminating(prune));
    }
    String directive = live.annotation(DIRECTIVE);
    if (directive.equals("never")) {
      return Optional.of(held(prune, "its annotation " + DIRECTIVE + ": never keeps it"));
    }
    boolean mayGo = !PROTECTED.contains(prune.key().groupKind()) || directive.equals("allow");
    return mayGo
        ? Optional.empty()
        : Optional.of(
            held(
                prune,
                "objects of this kind are pruned only with the annotation "
                    + DIRECTIVE
                    + ": allow"));
  }

  private Pruned outcome(Action.Prune prune, Answer answer) {
    if (answer.code() == 404) {
      return new Pruned.Gone(prune.key());
    }
    if (!(answer instanceof Answer.Ok)) {
      return failed(prune, "delete it", answer);
    }
    Answer look = http.send(Request.get(path(prune)).metadataOnly());
    return look.code() == 404 ? new Pruned.Gone(prune.key()) : terminating(prune);
  }

  private static Pruned failed(Action.Prune prune, String what, Answer answer) {
    return new Pruned.Pending(
        prune.key(), ApiFailure.of(prune.key(), what, answer).problem(), false);
  }

  private static Pruned terminating(Action.Prune prune) {
    Problem reason =
        Problem.of(
            ProblemCode.TERMINATING,
            prune.key(),
            "it is being deleted and waits for its finalizers",
            "");
    return new Pruned.Pending(prune.key(), reason, false);
  }

  private static Pruned held(Action.Prune prune, String message) {
    return new Pruned.Pending(
        prune.key(), Problem.of(ProblemCode.PRUNE_GUARD, prune.key(), message, ""), true);
  }

  private static String path(Action.Prune prune) {
    return Request.object(prune.kind(), prune.key());
  }
}
