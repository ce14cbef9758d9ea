package dev.backstay.testing.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * When each run is cut off: random instants, but as many in each equal part of the time that the
 * undisturbed run takes, so that none is left out by chance.
 */
final class Instants {
  private final Map<Scenario, List<Duration>> byScenario = new EnumMap<>(Scenario.class);

  private Instants() {}

  /** Draws instants, the same ones for the same seed and the same durations. */
  static Instants draw(int count, long seed, Undisturbed undisturbed) {
    Random random = new Random(seed);
    Instants drawn = new Instants();
    int left = count;
    int scenariosLeft = Scenario.values().length;
    for (Scenario scenario : Scenario.values()) {
      int parts = Math.ceilDiv(left, scenariosLeft--);
      left -= parts;
      List<Duration> instants = new ArrayList<>();
      for (int part = 0; part < parts; part++) {
        double share = (part + random.nextDouble()) / parts;
        instants.add(Duration.ofNanos((long) (undisturbed.duration(scenario).toNanos() * share)));
      }
      Collections.shuffle(instants, random);
      drawn.byScenario.put(scenario, instants);
    }
    return drawn;
  }

  /** Those of one run through all scenarios; the last run may be shorter. */
  Map<Scenario, Duration> ofRun(int run) {
    Map<Scenario, Duration> instants = new EnumMap<>(Scenario.class);
    for (Scenario scenario : Scenario.values()) {
      List<Duration> all = Objects.requireNonNull(byScenario.get(scenario));
      if (run < all.size()) {
        instants.put(scenario, all.get(run));
      }
    }
    return instants;
  }

  int runs() {
    return Objects.requireNonNull(byScenario.get(Scenario.FIRST_SYNC)).size();
  }
}
