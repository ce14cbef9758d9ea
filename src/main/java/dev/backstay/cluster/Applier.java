package dev.backstay.cluster;

import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Sends manifests by server-side apply, for a rehearsal or for real, many at once. */
public final class Applier {
  /** Our name in {@code managedFields}; the inventory relies on it. */
  public static final String FIELD_MANAGER = "backstay";

  public static final String CHANGE_CAUSE = "kubernetes.io/change-cause";

  /** kubectl shows a cause on one line; longer ones are cut by their readers anyway. */
  private static final int LONGEST_CAUSE = 200;

  private static final Set<String> WITH_CAUSE =
      Set.of("Deployment.apps", "StatefulSet.apps", "DaemonSet.apps");
  private static final Duration DEFINITION_SETTLES = Duration.ofSeconds(30);
  private static final Duration SETTLE_PAUSE = Duration.ofMillis(500);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final KubeHttp http;
  private final ApplySet set;
  private final String cause;
  private final BooleanSupplier overtaken;
  private final Recreation recreation;

  /**
   * Prepares to apply what one commit changed.
   *
   * @param cause names the commit, for {@code kubectl rollout history}
   * @param overtaken true when no further request must be sent
   */
  public Applier(KubeHttp http, ApplySet set, String cause, BooleanSupplier overtaken) {
    this.http = http;
    this.set = set;
    this.cause = cause.length() > LONGEST_CAUSE ? cause.substring(0, LONGEST_CAUSE) : cause;
    this.overtaken = overtaken;
    this.recreation = new Recreation(http, set, overtaken);
  }

  /** What makes room for objects that can only be created anew. */
  public Recreation recreation() {
    return recreation;
  }

  /** How the server-side dry-run of one change ended. */
  public sealed interface Rehearsed {
    Action.Change change();

    /**
     * The server would take it.
     *
     * @param resourceVersion of the live object, empty if there is none yet
     */
    record Passed(Action.Change change, String resourceVersion) implements Rehearsed {}

    /**
     * The server would not take it.
     *
     * @param notFound the server missed something: perhaps what this same commit brings
     */
    record Failed(Action.Change change, ApiFailure failure, boolean notFound)
        implements Rehearsed {}

    /** The server would take it as a new object: the live one is deleted first. */
    record Replaces(Action.Change change) implements Rehearsed {}

    /** The server may take it when what is in its way was pruned. */
    record WaitsForPrune(Action.Change change) implements Rehearsed {}

    record Skipped(Action.Change change) implements Rehearsed {}
  }

  /** Tries changes without carrying them out. */
  public List<Rehearsed> rehearse(List<Action.Change> changes) {
    return Parallel.map(changes, change -> recreation.resolve(rehearseOne(change), this::tryAsNew));
  }

  /** The object itself is in its own way, so its successor is tried under another name. */
  private Answer tryAsNew(Action.Change change) {
    ObjectKey key = change.key();
    String name = TrialName.of(key.name());
    ObjectNode object = (ObjectNode) JSON.readTree(body(change.manifest()));
    child(object, "metadata").put("name", name);
    ObjectKey other = new ObjectKey(key.group(), key.kind(), key.namespace(), name);
    return http.send(
        apply(Request.object(change.kind(), other), JSON.writeValueAsString(object))
            .with("dryRun", "All"));
  }

  private Rehearsed rehearseOne(Action.Change change) {
    if (overtaken.getAsBoolean()) {
      return new Rehearsed.Skipped(change);
    }
    Answer answer = http.send(request(change).with("dryRun", "All"));
    return switch (answer) {
      case Answer.Ok ok ->
          new Rehearsed.Passed(
              change, ok.body().path("metadata").path("resourceVersion").asString(""));
      case Answer.No no ->
          new Rehearsed.Failed(
              change,
              ApiFailure.of(change.manifest(), no),
              ApiFailure.mayPassAfterDefinitionChange(no));
      case Answer.Nothing nothing ->
          new Rehearsed.Failed(change, ApiFailure.of(change.manifest(), nothing), false);
    };
  }

  /**
   * Carries out changes that do not need each other. All are tried, whatever becomes of the others.
   *
   * @param before what their rehearsal saw; may be empty
   * @param settling kinds ({@code Kind.group}) whose definition this same sync changed: the server
   *     may need some seconds to serve them
   */
  public List<Applied> apply(List<Action.Change> changes, Versions before, Set<String> settling) {
    return Parallel.map(
        changes, change -> applyOne(change, before, settling.contains(change.key().groupKind())));
  }

  /** Looks up the version that a live object had before. */
  @FunctionalInterface
  public interface Versions {
    Optional<String> of(Manifest manifest);
  }

  private Applied applyOne(Action.Change change, Versions before, boolean settles) {
    long deadline = System.nanoTime() + (settles ? DEFINITION_SETTLES.toNanos() : 0);
    while (!overtaken.getAsBoolean()) {
      Answer answer = http.send(request(change));
      if (ApiFailure.mayPassAfterDefinitionChange(answer) && System.nanoTime() < deadline) {
        Parallel.pause(SETTLE_PAUSE);
      } else {
        return result(change.manifest(), answer, before);
      }
    }
    return new Applied.Skipped(change.manifest());
  }

  private static Applied result(Manifest manifest, Answer answer, Versions before) {
    if (!(answer instanceof Answer.Ok ok)) {
      return new Applied.Failed(manifest, ApiFailure.of(manifest, answer));
    }
    Member member = Member.of(manifest.key(), ok.body());
    if (member.terminating()) {
      return new Applied.Terminating(manifest, finalizers(member));
    }
    if (ok.code() == 201) {
      return new Applied.Done(manifest, Applied.Word.CREATED, member);
    }
    boolean same = before.of(manifest).equals(Optional.of(member.resourceVersion()));
    return new Applied.Done(
        manifest, same ? Applied.Word.UNCHANGED : Applied.Word.CONFIGURED, member);
  }

  private static List<String> finalizers(Member member) {
    List<String> names = new ArrayList<>();
    member.metadata().path("finalizers").forEach(f -> names.add(f.asString("")));
    return names;
  }

  private Request request(Action.Change change) {
    return apply(Request.object(change.kind(), change.key()), body(change.manifest()));
  }

  private static Request apply(String path, String body) {
    return Request.apply(path, body)
        .with("fieldManager", FIELD_MANAGER)
        .with("force", "true")
        .with("fieldValidation", "Strict");
  }

  /** The manifest as it is sent: with its namespace, our label, and the commit that caused it. */
  private String body(Manifest manifest) {
    ObjectNode object = (ObjectNode) JSON.readTree(manifest.json());
    ObjectNode metadata = child(object, "metadata");
    if (!manifest.key().namespace().isEmpty()) {
      metadata.put("namespace", manifest.key().namespace());
    }
    child(metadata, "labels").put(ApplySet.PART_OF_LABEL, set.id());
    if (WITH_CAUSE.contains(manifest.key().groupKind())) {
      ObjectNode annotations = child(metadata, "annotations");
      if (!annotations.has(CHANGE_CAUSE)) {
        annotations.put(CHANGE_CAUSE, cause);
      }
    }
    return JSON.writeValueAsString(object);
  }

  private static ObjectNode child(ObjectNode parent, String name) {
    JsonNode child = parent.path(name);
    return child instanceof ObjectNode object ? object : parent.putObject(name);
  }
}
