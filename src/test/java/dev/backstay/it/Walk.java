package dev.backstay.it;

import dev.backstay.it.FolderState.Doc;
import dev.backstay.it.FolderState.Flaw;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** A seeded walk over states of a folder, and what each step should cost. */
final class Walk {
  private static final List<Flaw> FLAWS = List.of(Flaw.values());

  private final String name;
  private final String namespace;
  private final Random random;
  private final Deque<FolderState> states = new ArrayDeque<>();

  /** What an agent has applied, and not yet deleted. */
  private final SortedMap<String, Doc> live = new TreeMap<>();

  private final SortedMap<String, Counts> counts = new TreeMap<>();
  private FolderState lastDeployed = FolderState.initial();

  /** How often an object was created, applied onto, and deleted. */
  record Counts(int creates, int applies, int deletes) {
    static final Counts NONE = new Counts(0, 0, 0);

    Counts plus(Counts more) {
      return new Counts(creates + more.creates, applies + more.applies, deletes + more.deletes);
    }
  }

  Walk(String name, String namespace, long seed) {
    this.name = name;
    this.namespace = namespace;
    this.random = new Random(seed);
    arriveAt(FolderState.initial());
  }

  String name() {
    return name;
  }

  String namespace() {
    return namespace;
  }

  FolderState state() {
    return states.getFirst();
  }

  FolderState lastDeployed() {
    return lastDeployed;
  }

  /** What the walk so far asks for, object by object. */
  SortedMap<String, Counts> counts() {
    return new TreeMap<>(counts);
  }

  /** How the environment rests at the current state. */
  String expectedState() {
    Flaw flaw = state().flaw();
    return flaw.isRefused() ? "refused" : flaw == Flaw.UNHEALTHY ? "rolling-out" : "synced";
  }

  /**
   * Makes a step.
   *
   * @param mayBeRefused whether the new state may be one that is refused
   * @param mayBeUnhealthy whether it may be one that never gets healthy
   */
  void step(boolean mayBeRefused, boolean mayBeUnhealthy) {
    Flaw drawn = FLAWS.get(random.nextInt(FLAWS.size()));
    boolean isFlawed = random.nextInt(5) < 2;
    // a rollout that hangs already is not waited for once more
    boolean isWell = lastDeployed.flaw() == Flaw.NONE;
    boolean mayBe = drawn == Flaw.UNHEALTHY ? mayBeUnhealthy && isWell : mayBeRefused;
    arriveAt(state().next(random, isFlawed && mayBe ? drawn : Flaw.NONE));
  }

  /** Takes the last step back. */
  void revert() {
    FolderState current = states.removeFirst();
    FolderState before = states.getFirst();
    states.addFirst(current);
    arriveAt(before);
  }

  private void arriveAt(FolderState state) {
    states.addFirst(state);
    if (state.flaw().isRefused()) {
      return;
    }
    lastDeployed = state;
    SortedMap<String, Doc> desired = state.objects();
    for (Map.Entry<String, Doc> object : desired.entrySet()) {
      if (!live.containsKey(object.getKey())) {
        count(object.getKey(), new Counts(1, 0, 0));
      } else if (!object.getValue().equals(live.get(object.getKey()))) {
        count(object.getKey(), new Counts(0, 1, 0));
      }
    }
    live.putAll(desired);
    if (state.flaw() == Flaw.NONE) {
      live.keySet().stream()
          .filter(key -> !desired.containsKey(key))
          .forEach(key -> count(key, new Counts(0, 0, 1)));
      live.keySet().retainAll(desired.keySet());
    }
  }

  private void count(String key, Counts more) {
    counts.merge(key, more, Counts::plus);
  }
}
