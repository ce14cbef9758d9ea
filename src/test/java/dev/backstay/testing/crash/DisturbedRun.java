package dev.backstay.testing.crash;

import dev.backstay.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Disturbs the agent at every point where it can be: not by chance, but one run for each write,
 * read and watch event of each scenario, after the method of Sieve (OSDI '22).
 */
public final class DisturbedRun implements AutoCloseable {
  /** Agents inside of this process mostly wait: for rollouts, or to try again. */
  private static final int AT_ONCE = 6;

  /** How many events a watch tells depends on how many states of a rollout it gets to see. */
  private static final int TRIES = 4;

  private final TestCluster cluster;
  private final Path folder;
  private final ScenarioRepository scenarios;
  private final Past past;
  private final Undisturbed undisturbed = new Undisturbed();
  private final Map<Scenario, Counts> least = new EnumMap<>(Scenario.class);
  private final Map<Scenario, Counts> most = new EnumMap<>(Scenario.class);

  private DisturbedRun(TestCluster cluster, Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.scenarios = ScenarioRepository.create(folder.resolve("scenarios"));
    this.past = new Past(cluster.agentKubeconfig());
  }

  /** Plays the scenarios without any disturbance, to compare with and to count the points. */
  public static DisturbedRun prepare(TestCluster cluster, Path folder) {
    DisturbedRun run = new DisturbedRun(cluster, folder);
    SideBySide.run(AT_ONCE, AT_ONCE, run::measure);
    return run;
  }

  private int measure(int number) {
    try (DisturbedLane lane = lane()) {
      for (Scenario scenario : Scenario.values()) {
        Played played = lane.play(scenario, Optional.empty(), (_, _) -> Verdict.FLAWLESS);
        undisturbed.add(scenario, played.ending(), Duration.ZERO);
        synchronized (least) {
          least.merge(scenario, played.counts(), Counts::least);
          most.merge(scenario, played.counts(), Counts::most);
        }
      }
      return number;
    }
  }

  private DisturbedLane lane() {
    return new DisturbedLane(cluster, scenarios, past, folder);
  }

  /** Cuts the agent off before and after every write, and starts it again. */
  public DisturbedReport cutAtEveryWrite() {
    return disturb(
        each ->
            Stream.concat(
                numbered(each.writes(), Disturbance.CutBeforeWrite::new),
                numbered(each.writes(), Disturbance.CutAfterWrite::new)));
  }

  /** Serves every list and every object, once, as it was earlier, and begins watches earlier. */
  public DisturbedReport staleAtEveryRead() {
    return disturb(
        each ->
            Stream.of(Disturbance.Age.values())
                .flatMap(
                    age ->
                        Stream.concat(
                            numbered(each.reads(), n -> new Disturbance.StaleRead(n, age)),
                            numbered(each.watches(), n -> new Disturbance.OldWatch(n, age)))));
  }

  /** Drops every event of a watch once, and doubles it once. */
  public DisturbedReport dropOrDoubleEveryEvent() {
    return disturb(
        each ->
            Stream.concat(
                numbered(each.events(), Disturbance.DroppedEvent::new),
                numbered(each.events(), Disturbance.DoubledEvent::new)));
  }

  private static Stream<Disturbance> numbered(int upTo, IntFunction<Disturbance> kind) {
    return IntStream.rangeClosed(1, upTo).mapToObj(kind);
  }

  private DisturbedReport disturb(Function<Counts, Stream<Disturbance>> points) {
    Map<Scenario, List<Disturbance>> all = new EnumMap<>(Scenario.class);
    most.forEach((scenario, each) -> all.put(scenario, points.apply(each).toList()));
    int lanes = all.values().stream().mapToInt(List::size).max().orElse(0);
    List<Played> played =
        SideBySide.run(lanes, AT_ONCE, number -> playLane(number, all)).stream()
            .flatMap(List::stream)
            .toList();
    Predicate<Played> neverCame = each -> each.isMissed() && !isSure(each);
    return new DisturbedReport(
        all.values().stream().mapToInt(List::size).sum(),
        played.stream().filter(neverCame.negate()).toList(),
        (int) played.stream().filter(neverCame).count());
  }

  /** Whether every undisturbed run had what should have been disturbed. */
  private boolean isSure(Played played) {
    Counts counts = Objects.requireNonNull(least.get(played.scenario()));
    return played.disturbance().filter(each -> each.number() > counts.of(each)).isEmpty();
  }

  /** One disturbance for each scenario; where there are no more, nothing is disturbed. */
  private List<Played> playLane(int number, Map<Scenario, List<Disturbance>> all) {
    List<Played> disturbed = new ArrayList<>();
    DisturbedLane lane = lane();
    try {
      for (Scenario scenario : Scenario.values()) {
        List<Disturbance> own = Objects.requireNonNull(all.get(scenario));
        Optional<Disturbance> disturbance =
            number < own.size() ? Optional.of(own.get(number)) : Optional.empty();
        Played played = play(lane, scenario, disturbance);
        for (int i = 1; i < TRIES && played.isMissed() && isSure(played); i++) {
          lane = replaced(lane, scenario, false);
          played = play(lane, scenario, disturbance);
        }
        if (disturbance.isPresent()) {
          disturbed.add(played);
        }
        if (!played.isFlawless()) {
          lane = replaced(lane, scenario, true); // what comes next must not suffer from it
        }
      }
      return disturbed;
    } finally {
      lane.close();
    }
  }

  /** Another one, undisturbed until before or after a scenario. */
  private DisturbedLane replaced(DisturbedLane old, Scenario last, boolean inclusive) {
    old.close();
    DisturbedLane fresh = lane();
    for (Scenario scenario : Scenario.values()) {
      int order = scenario.compareTo(last);
      if (order < 0 || (order == 0 && inclusive)) {
        play(fresh, scenario, Optional.empty());
      }
    }
    return fresh;
  }

  private Played play(DisturbedLane lane, Scenario scenario, Optional<Disturbance> disturbance) {
    return lane.play(
        scenario, disturbance, (ending, before) -> undisturbed.judge(scenario, ending, before));
  }

  @Override
  public void close() {
    past.close();
  }
}
