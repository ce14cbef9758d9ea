package dev.backstay.cluster;

import dev.backstay.cluster.ManagedFields.Entry;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds out what was changed on live objects outside of git, and takes it back. What is different
 * is told by the server: by what our ownership is after the same manifest was applied again.
 */
public final class Corrector {
  private final KubeHttp http;
  private final Function<Applier.Circumstances, Applier> appliers;
  private final Applier.Circumstances circumstances;
  private final Predicate<Member> isElsewhere;

  /**
   * Prepares to correct.
   *
   * @param appliers make the one that applies again
   * @param isElsewhere whether somebody else looks after a live object by now
   */
  public Corrector(
      KubeHttp http,
      Function<Applier.Circumstances, Applier> appliers,
      Applier.Circumstances circumstances,
      Predicate<Member> isElsewhere) {
    this.http = http;
    this.appliers = appliers;
    this.circumstances = circumstances;
    this.isElsewhere = isElsewhere;
  }

  /**
   * An object that may have been changed.
   *
   * @param mark the ownership that we know of it, see {@link Ownership#mark}
   */
  public record Suspect(Action.Change change, String mark) {
    public ObjectKey key() {
      return change.key();
    }
  }

  /** What became of a suspect. */
  public sealed interface Result {
    Suspect suspect();

    /** It is as desired. */
    record Stands(Suspect suspect, Member member) implements Result {}

    /** It was not as desired, and is now. */
    record Corrected(Suspect suspect, Difference difference, Member member) implements Result {}

    /** It is not as desired, and was left so. */
    record Reported(Suspect suspect, Difference difference) implements Result {}

    /** It cannot be judged or corrected now. */
    record Failed(Suspect suspect, Problem problem) implements Result {}

    /** Something newer took over. */
    record Skipped(Suspect suspect) implements Result {}
  }

  /** Looks at each, and corrects what needs it; sixteen at a time. */
  public List<Result> correct(List<Suspect> suspects) {
    return Parallel.map(suspects, this::correctOne);
  }

  /** Looks at each, and says what a correction would do. */
  public List<Result> report(List<Suspect> suspects) {
    return Parallel.map(suspects, this::reportOne);
  }

  /** A suspect as it is now. */
  private sealed interface Look {
    record Absent() implements Look {}

    record There(Member member, ManagedFields fields) implements Look {}

    record Unclear(Problem problem) implements Look {}
  }

  private Look look(Suspect suspect) {
    ObjectKey key = suspect.key();
    Answer answer =
        http.send(Request.get(Request.object(suspect.change().kind(), key)).metadataOnly());
    if (answer.code() == 404) {
      return new Look.Absent();
    }
    if (!(answer instanceof Answer.Ok ok)) {
      return new Look.Unclear(ApiFailure.of(key, "look at it", answer).problem());
    }
    Member member = Member.of(key, ok.body());
    if (isElsewhere.test(member)) {
      return new Look.Unclear(
          Problem.of(
              ProblemCode.OWNED_BY_OTHER,
              suspect.change().manifest(),
              "its label says that it belongs to the ApplySet " + member.partOf(),
              "remove it from one of the two folders"));
    }
    return member.terminating()
        ? new Look.Unclear(
            Problem.of(
                ProblemCode.TERMINATING,
                suspect.change().manifest(),
                "the object is being deleted and waits for its finalizers",
                "it is made again when it is gone"))
        : new Look.There(member, ManagedFields.of(member.metadata()));
  }

  private Result correctOne(Suspect suspect) {
    return switch (look(suspect)) {
      case Look.Unclear(Problem problem) -> new Result.Failed(suspect, problem);
      case Look.Absent() -> apply(suspect, Optional.empty());
      case Look.There there ->
          isAsKnown(suspect, there)
              ? new Result.Stands(suspect, there.member())
              : apply(suspect, Optional.of(there));
    };
  }

  private boolean isAsKnown(Suspect suspect, Look.There there) {
    Ownership ownership = there.member().ownership(circumstances.hands());
    boolean ownsTooMuch = ownership.ownsReplicas() && circumstances.isAutoscaled(suspect.key());
    boolean ownsTooLittle =
        !ownership.ownsReplicas()
            && !circumstances.isAutoscaled(suspect.key())
            && Replicas.areSetBy(suspect.change().manifest());
    return ownership.mark().equals(suspect.mark())
        && ownership.addedBy().isEmpty()
        && !ownsTooMuch
        && !ownsTooLittle;
  }

  private Result apply(Suspect suspect, Optional<Look.There> before) {
    Optional<String> version = before.map(there -> there.member().resourceVersion());
    Applied applied =
        appliers
            .apply(new AsFound(circumstances, before))
            .apply(List.of(suspect.change()), _ -> version, Set.of())
            .getFirst();
    return switch (applied) {
      case Applied.Failed(var _, ApiFailure failure) ->
          new Result.Failed(suspect, failure.problem());
      case Applied.Terminating _ -> new Result.Failed(suspect, terminating(suspect));
      case Applied.Skipped _ -> new Result.Skipped(suspect);
      case Applied.Done(var _, Applied.Word _, Member after) ->
          difference(before, after, false)
              .<Result>map(difference -> new Result.Corrected(suspect, difference, after))
              .orElseGet(() -> new Result.Stands(suspect, after));
    };
  }

  private static Problem terminating(Suspect suspect) {
    return Problem.of(
        ProblemCode.TERMINATING, suspect.change().manifest(), "the object is being deleted", "");
  }

  private static Problem irreversible(Suspect suspect) {
    return Problem.of(
        ProblemCode.DRIFTED,
        suspect.change().manifest(),
        "it was replaced by an object with a field that cannot be changed back",
        "delete it, and it is made again from git");
  }

  private Result reportOne(Suspect suspect) {
    Look look = look(suspect);
    if (look instanceof Look.Unclear(Problem problem)) {
      return new Result.Failed(suspect, problem);
    }
    Optional<Look.There> before =
        look instanceof Look.There there ? Optional.of(there) : Optional.empty();
    if (before.isPresent() && isAsKnown(suspect, before.get())) {
      return new Result.Stands(suspect, before.get().member());
    }
    Applier applier = appliers.apply(new AsFound(circumstances, before));
    return switch (applier.rehearse(List.of(suspect.change())).getFirst()) {
      case Applier.Rehearsed.Failed failed ->
          new Result.Failed(suspect, failed.failure().problem());
      case Applier.Rehearsed.Skipped _ -> new Result.Skipped(suspect);
      case Applier.Rehearsed.Replaces _, Applier.Rehearsed.WaitsForPrune _ ->
          new Result.Failed(suspect, irreversible(suspect));
      case Applier.Rehearsed.Passed(var _, Member after) ->
          difference(before, after, true)
              .<Result>map(difference -> new Result.Reported(suspect, difference))
              .orElseGet(
                  () -> new Result.Stands(suspect, before.map(Look.There::member).orElse(after)));
    };
  }

  /**
   * What an apply of the same manifest changed, if anything.
   *
   * @param rehearsed the versions are the same then, whatever would change
   */
  private Optional<Difference> difference(
      Optional<Look.There> before, Member after, boolean rehearsed) {
    if (before.isEmpty()) {
      return Optional.of(Difference.deleted());
    }
    Member then = before.get().member();
    ManagedFields fields = before.get().fields();
    FieldSet ours = fields.oursOnly();
    FieldSet added = added(fields, ours);
    FieldSet lost = ManagedFields.of(after.metadata()).oursOnly().minus(ours);
    List<Entry> writers =
        fields.others(
            e ->
                !e.fields().intersection(lost).isEmpty()
                    || !circumstances.hands().additions(e, ours).isEmpty());
    boolean same =
        rehearsed
            ? then.ownership(circumstances.hands())
                .mark()
                .equals(after.ownership(circumstances.hands()).mark())
            : then.resourceVersion().equals(after.resourceVersion());
    boolean onlyReplicasLetGo = lost.isEmpty() && added.isEmpty() && letGoOfReplicas(then, after);
    return (same && added.isEmpty()) || onlyReplicasLetGo
        ? Optional.empty()
        : Optional.of(Difference.of(lost, added, writers));
  }

  private boolean letGoOfReplicas(Member before, Member after) {
    return before.ownership(circumstances.hands()).ownsReplicas()
        && !after.ownership(circumstances.hands()).ownsReplicas();
  }

  private FieldSet added(ManagedFields fields, FieldSet ours) {
    return fields.entries().stream()
        .map(entry -> circumstances.hands().additions(entry, ours))
        .reduce(FieldSet.EMPTY, FieldSet::union);
  }

  /** The circumstances of one object as it was just found. */
  private record AsFound(Applier.Circumstances known, Optional<Look.There> found)
      implements Applier.Circumstances {
    @Override
    public Preparation before(ObjectKey key) {
      if (found.isEmpty()) {
        return Preparation.NONE;
      }
      Ownership ownership = found.get().member().ownership(hands());
      return new Preparation(
          ownership.addedBy().isEmpty() ? Preparation.Taking.NOTHING : Preparation.Taking.ADDITIONS,
          ownership.ownsReplicas() && isAutoscaled(key));
    }

    @Override
    public boolean isAutoscaled(ObjectKey key) {
      return found.isPresent() && known.isAutoscaled(key);
    }

    @Override
    public HandManagers hands() {
      return known.hands();
    }

    /** The cause that stands on it, unless somebody else wrote that. */
    @Override
    public String cause(ObjectKey key) {
      return found.flatMap(there -> there.member().cause()).orElseGet(() -> known.cause(key));
    }
  }
}
