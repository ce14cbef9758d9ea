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
  private static final Answer NOTHING_TO_PREPARE =
      new Answer.Ok(200, JSON.createObjectNode(), List.of());

  private final KubeHttp http;
  private final ApplySet set;
  private final Circumstances circumstances;
  private final BooleanSupplier overtaken;
  private final Recreation recreation;

  /** What is known of the live object that a manifest is applied to. */
  public interface Circumstances {
    /** What must happen first. */
    Preparation before(ObjectKey key);

    /** Whether an autoscaler looks after its number of replicas, and it exists. */
    boolean isAutoscaled(ObjectKey key);

    /** What a rehearsal said that it would be, where one was made and is remembered. */
    default Optional<Member> foreseen(ObjectKey key) {
      return Optional.empty();
    }

    /** Who are people's tools. */
    HandManagers hands();

    /** Names the commit that changed it last, for {@code kubectl rollout history}. */
    String cause(ObjectKey key);
  }

  /**
   * Prepares to apply.
   *
   * @param overtaken true when no further request must be sent
   */
  public Applier(
      KubeHttp http, ApplySet set, Circumstances circumstances, BooleanSupplier overtaken) {
    this.http = http;
    this.set = set;
    this.circumstances = circumstances;
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
     * @param member as it would be then, with the version of the live object; that is empty if
     *     there is none yet
     */
    record Passed(Action.Change change, Member member) implements Rehearsed {}

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
      case Answer.Ok ok -> new Rehearsed.Passed(change, Member.of(change.key(), ok.body()));
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
      Answer prepared = prepare(change);
      if (!(prepared instanceof Answer.Ok) && prepared.code() != 404) {
        return new Applied.Failed(change.manifest(), ApiFailure.of(change.manifest(), prepared));
      }
      Answer answer = http.send(request(change));
      if (ApiFailure.mayPassAfterDefinitionChange(answer) && System.nanoTime() < deadline) {
        Parallel.pause(SETTLE_PAUSE);
      } else {
        return result(change.manifest(), answer, before);
      }
    }
    return new Applied.Skipped(change.manifest());
  }

  /** Gives the last answer; one that was carried out, or says 404, lets the apply go on. */
  private Answer prepare(Action.Change change) {
    Preparation preparation = circumstances.before(change.key());
    if (!preparation.isNeeded()) {
      return NOTHING_TO_PREPARE;
    }
    return new OwnershipPatch(http)
        .make(change.kind(), change.key(), live -> prepared(preparation, change, live));
  }

  private ManagedFields prepared(
      Preparation preparation, Action.Change change, ManagedFields live) {
    HandManagers hands = circumstances.hands();
    FieldSet ours =
        preparation.taking() == Preparation.Taking.DEPLOYER ? wouldBeOurs(change) : live.oursOnly();
    ManagedFields taken =
        switch (preparation.taking()) {
          case NOTHING -> live;
          case ADDITIONS -> live.takenOver(entry -> hands.additions(entry, ours));
          case HANDS -> live.takenOver(hands::taken);
          case DEPLOYER -> live.takenOver(entry -> hands.deployedBefore(entry, ours));
        };
    return preparation.releasesReplicas() ? taken.released(HandManagers.REPLICAS) : taken;
  }

  /** What we would own after the apply, as a dry-run tells; nothing if it fails. */
  private FieldSet wouldBeOurs(Action.Change change) {
    return circumstances
        .foreseen(change.key())
        .map(member -> ManagedFields.of(member.metadata()).oursOnly())
        .orElseGet(() -> tryForFields(change));
  }

  private FieldSet tryForFields(Action.Change change) {
    return http.send(request(change).with("dryRun", "All")) instanceof Answer.Ok ok
        ? ManagedFields.of(ok.body().path("metadata")).oursOnly()
        : FieldSet.EMPTY;
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
    if (circumstances.isAutoscaled(manifest.key()) && object.path("spec") instanceof ObjectNode s) {
      s.remove("replicas");
    }
    if (WITH_CAUSE.contains(manifest.key().groupKind())) {
      ObjectNode annotations = child(metadata, "annotations");
      if (!annotations.has(CHANGE_CAUSE)) {
        String cause = circumstances.cause(manifest.key());
        annotations.put(CHANGE_CAUSE, cause.substring(0, Math.min(cause.length(), LONGEST_CAUSE)));
      }
    }
    return JSON.writeValueAsString(object);
  }

  private static ObjectNode child(ObjectNode parent, String name) {
    JsonNode child = parent.path(name);
    return child instanceof ObjectNode object ? object : parent.putObject(name);
  }
}
