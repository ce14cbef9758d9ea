package dev.backstay.plan;

import dev.backstay.manifest.Duplicates;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.manifest.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what the folder says with what was applied. */
public final class Planner {
  private static final Comparator<Action> BY_ORDER =
      Comparator.<Action>comparingInt(a -> ApplyOrder.wave(a.key())).thenComparing(Action::key);

  private final Confinement confinement;
  private final PruneGuard guard;

  public Planner(Confinement confinement, PruneGuard guard) {
    this.confinement = confinement;
    this.guard = guard;
  }

  /**
   * Makes the plan, or tells every problem of the folder at once.
   *
   * @param desired what the folder says
   * @param known what was applied before
   * @param served the kinds that the cluster serves
   */
  public Planned plan(Collection<Manifest> desired, KnownState known, ServedKinds served) {
    ServedKinds kinds = served.and(CustomKinds.in(desired));
    List<Problem> problems = new ArrayList<>();
    List<Action.Change> placed = new ArrayList<>();
    for (Manifest manifest : desired) {
      switch (place(manifest, confinement, kinds)) {
        case Placed.At(Action.Change change) -> placed.add(change);
        case Placed.Nowhere(List<Problem> objections) -> problems.addAll(objections);
      }
    }
    problems.addAll(Duplicates.in(placed.stream().map(Action.Change::manifest).toList()));
    return problems.isEmpty() ? compare(placed, known, kinds) : new Planned.Refused(problems);
  }

  /**
   * What is wrong with some manifests of a folder, of which others cannot be read: whether a kind
   * is served is not asked, since its definition may be among those.
   */
  public List<Problem> objectionsTo(Collection<Manifest> readable, ServedKinds served) {
    ServedKinds kinds = served.and(CustomKinds.in(readable));
    List<Problem> problems = new ArrayList<>();
    for (Manifest manifest : readable) {
      if (place(manifest, confinement, kinds) instanceof Placed.Nowhere(List<Problem> objections)) {
        objections.stream()
            .filter(problem -> problem.code() != ProblemCode.KIND_NOT_SERVED)
            .forEach(problems::add);
      }
    }
    return problems;
  }

  /** Every manifest that has a place, as a change to it. */
  public static List<Action.Change> placed(
      Collection<Manifest> desired, Confinement confinement, ServedKinds served) {
    ServedKinds kinds = served.and(CustomKinds.in(desired));
    List<Action.Change> placed = new ArrayList<>();
    for (Manifest manifest : desired) {
      if (place(manifest, confinement, kinds) instanceof Placed.At(Action.Change change)) {
        placed.add(change);
      }
    }
    return placed;
  }

  /** Where a manifest would go. */
  private sealed interface Placed {
    record At(Action.Change change) implements Placed {}

    record Nowhere(List<Problem> objections) implements Placed {}
  }

  private static Placed place(Manifest manifest, Confinement confinement, ServedKinds kinds) {
    Optional<ServedKind> kind = kinds.find(manifest.apiVersion(), manifest.key().kind());
    Manifest there = kind.map(k -> confinement.place(manifest, k)).orElse(manifest);
    List<Problem> problems = new ArrayList<>();
    kind.ifPresentOrElse(
        k -> confinement.objectionToPlace(there, k).ifPresent(problems::add),
        () -> problems.add(notServed(manifest, kinds)));
    problems.addAll(confinement.objectionsToContent(there));
    return kind.isEmpty() || !problems.isEmpty()
        ? new Placed.Nowhere(problems)
        : new Placed.At(new Action.Create(there, kind.get()));
  }

  private Plan compare(List<Action.Change> placed, KnownState known, ServedKinds kinds) {
    List<Action.Change> changes = new ArrayList<>();
    List<Action.Unchanged> unchanged = new ArrayList<>();
    for (Action.Change change : placed) {
      Manifest manifest = change.manifest();
      if (!known.owns(manifest.key())) {
        changes.add(change);
      } else if (known.isApplied(manifest)) {
        unchanged.add(new Action.Unchanged(manifest));
      } else {
        changes.add(new Action.Configure(manifest, change.kind()));
      }
    }
    changes.sort(BY_ORDER);
    Departed departed = Departed.of(known, placed, kinds, confinement);
    return guard
        .objectionTo(departed.deletable().size(), known.keys().size())
        .map(reason -> new Plan(changes, unchanged, List.of(), departed.allHeld(reason)))
        .orElseGet(() -> new Plan(changes, unchanged, departed.inOrder(), departed.held()));
  }

  /** What the inventory holds and the folder no longer names. */
  private record Departed(List<Action.Prune> deletable, List<Plan.HeldPrune> held) {

    static Departed of(
        KnownState known,
        Collection<Action.Change> placed,
        ServedKinds kinds,
        Confinement confinement) {
      Map<ObjectKey, List<Action.Namesake>> wanted = new HashMap<>();
      for (Action.Change change : placed) {
        wanted
            .computeIfAbsent(withoutGroup(change.key()), _ -> new ArrayList<>())
            .add(new Action.Namesake(change.key(), change.kind()));
      }
      Departed departed = new Departed(new ArrayList<>(), new ArrayList<>());
      for (ObjectKey key : known.keys()) {
        List<Action.Namesake> namesakes = wanted.getOrDefault(withoutGroup(key), List.of());
        if (namesakes.stream().noneMatch(namesake -> namesake.key().equals(key))) {
          departed.add(key, namesakes, kinds.find(key), confinement);
        }
      }
      return departed;
    }

    private void add(
        ObjectKey key,
        List<Action.Namesake> namesakes,
        Optional<ServedKind> kind,
        Confinement confinement) {
      Optional<Problem> objection =
          kind.isEmpty()
              ? Optional.of(deadKind(key))
              : confinement.objectionToDelete(key, kind.get());
      objection.ifPresentOrElse(
          reason -> held.add(new Plan.HeldPrune(key, reason)),
          () -> deletable.add(new Action.Prune(key, kind.orElseThrow(), namesakes)));
    }

    private static ObjectKey withoutGroup(ObjectKey key) {
      return new ObjectKey("", key.kind(), key.namespace(), key.name());
    }

    List<Action.Prune> inOrder() {
      return deletable.stream().sorted(BY_ORDER.reversed()).toList();
    }

    List<Plan.HeldPrune> allHeld(Problem reason) {
      List<Plan.HeldPrune> all = new ArrayList<>(held);
      inOrder().forEach(prune -> all.add(new Plan.HeldPrune(prune.key(), reason)));
      return all;
    }

    private static Problem deadKind(ObjectKey key) {
      return Problem.of(
          ProblemCode.KIND_NOT_SERVED,
          key,
          "it left the folder, but the cluster no longer serves its kind",
          "it is deleted as soon as it can be looked at");
    }
  }

  private static Problem notServed(Manifest manifest, ServedKinds kinds) {
    String kind = manifest.key().kind();
    List<String> elsewhere = kinds.apiVersionsOf(kind);
    String hint =
        elsewhere.isEmpty()
            ? Suggestions.closest(kind, kinds.kindNames())
                .map(k -> "did you mean " + k + "?")
                .orElse("its CRD must be in the cluster or in the same folder")
            : "use " + String.join(" or ", elsewhere);
    return Problem.of(
        ProblemCode.KIND_NOT_SERVED,
        manifest,
        "%s in %s is not served by this cluster (%s)"
            .formatted(kind, manifest.apiVersion(), kinds.clusterVersion()),
        hint);
  }
}
