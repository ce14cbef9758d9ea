package dev.backstay.sync;

import dev.backstay.cluster.ApiFailure;
import dev.backstay.cluster.Applier.Rehearsed;
import dev.backstay.cluster.HandManagers;
import dev.backstay.cluster.Member;
import dev.backstay.cluster.Ownership;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.Action;
import dev.backstay.plan.ApplyOrder;
import dev.backstay.plan.CustomKinds;
import dev.backstay.plan.Plan;
import dev.backstay.plan.ServedKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the dry-run of a plan said.
 *
 * @param failures what refuses the revision
 * @param deferred what could not be tried, because the same commit brings what it needs: by the
 *     wave after which it can be
 * @param foreseen what each object would be
 * @param replaced what is deleted and created anew, because a field of it cannot be changed
 * @param complete false if something newer took over meanwhile
 */
record Rehearsal(
    List<ApiFailure> failures,
    Map<Integer, List<Action.Change>> deferred,
    Map<ObjectKey, Foreseen> foreseen,
    Set<ObjectKey> replaced,
    boolean complete) {
  /** The wave after which can be tried what an object is in the way of that is pruned first. */
  static final int AFTER_FIRST_PRUNES = -1;

  private static final Duration TOO_FRESH = Duration.ofMinutes(1);

  /**
   * An object as the dry-run says that it would be.
   *
   * @param version of the live object; empty if there is none
   */
  record Foreseen(String version, Ownership ownership) {
    boolean isSameAs(OwnershipBoard.Seen live, Instant now) {
      return live.exists()
          && version.equals(Long.toString(live.version()))
          && !live.ownership().mark().isEmpty()
          && live.ownership().mark().equals(ownership.mark())
          && live.ownership().since().isBefore(now.minus(TOO_FRESH));
    }
  }

  /** For a first sync: there is nothing to lose yet, so it is not rehearsed. */
  static final Rehearsal NONE = new Rehearsal(List.of(), Map.of(), Map.of(), Set.of(), true);

  static Rehearsal of(Plan plan, List<Rehearsed> results, HandManagers hands) {
    List<ApiFailure> failures = new ArrayList<>();
    Map<Integer, List<Action.Change>> deferred = new HashMap<>();
    Map<ObjectKey, Foreseen> foreseen = new HashMap<>();
    Set<ObjectKey> replaced = new HashSet<>();
    boolean complete = true;
    for (Rehearsed result : results) {
      switch (result) {
        case Rehearsed.Passed(Action.Change change, Member member) ->
            foreseen.put(
                change.key(), new Foreseen(member.resourceVersion(), member.ownership(hands)));
        case Rehearsed.Skipped _ -> complete = false;
        case Rehearsed.Replaces(Action.Change change) -> replaced.add(change.key());
        case Rehearsed.WaitsForPrune(Action.Change change) ->
            deferred.computeIfAbsent(AFTER_FIRST_PRUNES, _ -> new ArrayList<>()).add(change);
        case Rehearsed.Failed(Action.Change change, ApiFailure failure, boolean notFound) -> {
          OptionalInt wave = notFound ? prerequisite(change, plan) : OptionalInt.empty();
          if (wave.isPresent()) {
            deferred.computeIfAbsent(wave.getAsInt(), _ -> new ArrayList<>()).add(change);
          } else {
            failures.add(failure);
          }
        }
      }
    }
    return new Rehearsal(failures, deferred, foreseen, replaced, complete);
  }

  Optional<String> versionBefore(Manifest manifest) {
    return foreseen(manifest).map(Foreseen::version);
  }

  Optional<Foreseen> foreseen(Manifest manifest) {
    return Optional.ofNullable(foreseen.get(manifest.key()));
  }

  /** The last wave that brings something which the object needs; empty if none does. */
  private static OptionalInt prerequisite(Action.Change change, Plan plan) {
    return plan.changes().stream()
        .filter(other -> needs(change, other))
        .mapToInt(other -> ApplyOrder.wave(other.key()))
        .max();
  }

  private static boolean needs(Action.Change change, Action.Change other) {
    ObjectKey key = other.key();
    return switch (key.kind()) {
      case "CustomResourceDefinition" ->
          definedKinds(other.manifest()).contains(change.key().groupKind());
      case "Namespace" -> key.name().equals(change.key().namespace());
      case "Role", "ClusterRole" -> change.key().kind().endsWith("RoleBinding");
      default -> false;
    };
  }

  /** The kinds, as {@code Kind.group}, whose definition the manifest is. */
  static Set<String> definedKinds(Manifest manifest) {
    return CustomKinds.isDefinition(manifest)
        ? CustomKinds.of(manifest).stream().map(ServedKind::groupKind).collect(Collectors.toSet())
        : Set.of();
  }
}
