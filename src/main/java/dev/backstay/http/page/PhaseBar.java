package dev.backstay.http.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long each phase of a sync took, drawn as one bar.
 *
 * @param segments in their order
 */
public record PhaseBar(List<Segment> segments) {
  static final int WIDTH = 600;
  private static final int THINNEST = 2;

  public PhaseBar {
    segments = List.copyOf(segments);
  }

  /**
   * A phase.
   *
   * @param x where it begins, of {@link #WIDTH}
   * @param seconds in words
   */
  public record Segment(String phase, int x, int width, String seconds) {}

  /** Phases of no time are named and not drawn. */
  static PhaseBar of(Map<String, Double> phases) {
    double all = phases.values().stream().mapToDouble(Double::doubleValue).sum();
    List<Segment> segments = new ArrayList<>();
    double before = 0;
    for (Map.Entry<String, Double> phase : phases.entrySet()) {
      double seconds = phase.getValue();
      int width = seconds > 0 ? Math.max(THINNEST, (int) Math.round(WIDTH * seconds / all)) : 0;
      int x = all > 0 ? (int) Math.round(WIDTH * before / all) : 0;
      segments.add(new Segment(phase.getKey(), x, width, words(seconds)));
      before += seconds;
    }
    return new PhaseBar(segments);
  }

  static String words(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }

  public boolean isEmpty() {
    return segments.isEmpty();
  }

  /** {@code seen 0.4 s, checked 0.1 s}: for those who do not see it. */
  public String label() {
    return String.join(
        ", ", segments.stream().map(segment -> segment.phase() + " " + segment.seconds()).toList());
  }
}
