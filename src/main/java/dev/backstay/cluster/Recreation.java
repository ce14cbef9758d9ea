package dev.backstay.cluster;

import dev.backstay.cluster.Applier.Rehearsed;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/**
 * Deletes an object so that it can be created anew, where a field cannot be changed: only if the
 * manifest asks for it or the object is a finished Job, and only after the API server has said that
 * it would take the new one.
 */
public final class Recreation {
  private static final String DIRECTIVE = "backstay.dev/recreate";
  private static final String ASK = "annotate it " + DIRECTIVE + ": \"true\"";

  /** Their delete takes data, or everything inside, with it. */
  private static final Set<String> NEVER =
      Set.of(
          "Namespace",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "StatefulSet.apps",
          "CustomResourceDefinition.apiextensions.k8s.io");

  private final KubeHttp http;
  private final ApplySet set;
  private final BooleanSupplier overtaken;

  Recreation(KubeHttp http, ApplySet set, BooleanSupplier overtaken) {
    this.http = http;
    this.set = set;
    this.overtaken = overtaken;
  }

  /** Tries a manifest as a new object. */
  @FunctionalInterface
  interface Trial {
    Answer asNew(Action.Change change);
  }

  /** What follows from a field that cannot be changed. */
  Rehearsed resolve(Rehearsed rehearsed, Trial trial) {
    if (!(rehearsed
            instanceof Rehearsed.Failed(Action.Change change, ApiFailure failure, boolean _))
        || failure.problem().code() != ProblemCode.IMMUTABLE) {
      return rehearsed;
    }
    if (NEVER.contains(change.key().groupKind())) {
      return refused(
          change, failure, ApiFailure.Kind.CONTENT, "objects of this kind are never recreated");
    }
    Answer look = http.send(Request.get(path(change)));
    if (!(look instanceof Answer.Ok ok)) {
      return new Rehearsed.Failed(change, ApiFailure.of(change.manifest(), look), false);
    }
    Member live = Member.of(change.key(), ok.body());
    if (!live.isMemberOf(set)) {
      return refused(change, failure, ApiFailure.Kind.CONTENT, "only what is ours is recreated");
    }
    return mayRecreate(change, ok.body())
        ? tried(change, trial.asNew(change))
        : refused(change, failure, kind(change), hint(change));
  }

  private static Rehearsed tried(Action.Change change, Answer answer) {
    return answer instanceof Answer.Ok
        ? new Rehearsed.Replaces(change)
        : new Rehearsed.Failed(change, ApiFailure.of(change.manifest(), answer), false);
  }

  private static boolean mayRecreate(Action.Change change, JsonNode live) {
    return change.manifest().directives().getOrDefault(DIRECTIVE, "").equals("true")
        || (isJob(change) && isFinished(live));
  }

  private static boolean isJob(Action.Change change) {
    return change.key().groupKind().equals("Job.batch");
  }

  private static boolean isFinished(JsonNode job) {
    for (JsonNode condition : job.path("status").path("conditions")) {
      String type = condition.path("type").asString("");
      if ((type.equals("Complete") || type.equals("Failed"))
          && condition.path("status").asString("").equals("True")) {
        return true;
      }
    }
    return false;
  }

  /** A Job that still runs will have finished some time. */
  private static ApiFailure.Kind kind(Action.Change change) {
    return isJob(change) ? ApiFailure.Kind.CLUSTER : ApiFailure.Kind.CONTENT;
  }

  private static String hint(Action.Change change) {
    return isJob(change)
        ? "it is recreated when it has finished; to not wait for that, " + ASK
        : "keep the field as it is, give the object a new name, or " + ASK;
  }

  private static Rehearsed refused(
      Action.Change change, ApiFailure failure, ApiFailure.Kind kind, String hint) {
    String message = failure.problem().message();
    Problem problem = Problem.of(ProblemCode.IMMUTABLE, change.manifest(), message, hint);
    return new Rehearsed.Failed(change, new ApiFailure(kind, problem), false);
  }

  /**
   * Deletes the live object. It may be there for some time yet.
   *
   * @return what stood in the way; empty also if something newer took over
   */
  public Optional<ApiFailure> makeRoom(Action.Change change) {
    if (overtaken.getAsBoolean()) {
      return Optional.empty();
    }
    Answer look = http.send(Request.get(path(change)).metadataOnly());
    if (look.code() == 404) {
      return Optional.empty();
    }
    if (!(look instanceof Answer.Ok ok)) {
      return Optional.of(ApiFailure.of(change.manifest(), look));
    }
    Member live = Member.of(change.key(), ok.body());
    if (live.terminating() || !live.isMemberOf(set) || overtaken.getAsBoolean()) {
      return Optional.empty();
    }
    Answer answer = http.send(DeleteOptions.delete(path(change), live));
    return answer instanceof Answer.Ok || answer.code() == 404
        ? Optional.empty()
        : Optional.of(ApiFailure.of(change.manifest(), answer));
  }

  private static String path(Action.Change change) {
    return Request.object(change.kind(), change.key());
  }
}
