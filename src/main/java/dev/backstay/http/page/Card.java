package dev.backstay.http.page;

import dev.backstay.health.Health;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Source;
import dev.backstay.sync.Ages;
import dev.backstay.sync.Commits;
import dev.backstay.sync.Deployed;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.ObjectStatus;
import dev.backstay.sync.Suspension;
import dev.backstay.sync.lag.Lag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An environment at one look, with words instead of values. */
public record Card(EnvironmentStatus status, Instant now) {
  private static final int MOST_LINES = 5;

  public String name() {
    return status.name();
  }

  public String href() {
    return Links.environment(status.name());
  }

  public String state() {
    return status.state().word();
  }

  /** {@code rolling out}. */
  public String stateWords() {
    return state().replace('-', ' ');
  }

  public String mark() {
    return Marks.of(status.state());
  }

  public List<Trouble> troubles() {
    return Trouble.of(status.problems());
  }

  /** What runs, or why nothing is known of it. */
  public Optional<Deployed> deployed() {
    return status.deployed();
  }

  public String revision() {
    return status.deployed().map(Deployed::revision).map(Commits::shortId).orElse("");
  }

  public String nothingDeployed() {
    return status.reachable() || status.state().isBusy()
        ? "nothing is deployed yet"
        : "what is deployed is not known: its cluster has not answered yet";
  }

  /** The sync under way, or the last one: {@code rollback to 3f2a1c9}. */
  public String change() {
    return status.sync().revision().isEmpty() ? "" : status.sync().change().words();
  }

  /** The commit that is being brought; empty if no sync is under way. */
  public String bringing() {
    boolean busy = status.state().isBusy() && !status.sync().revision().isEmpty();
    return busy ? Commits.shortId(status.sync().revision()) : "";
  }

  /** {@code seen 0.4 s, checked 0.1 s}. */
  public String phases() {
    return status.sync().phases().entrySet().stream()
        .map(phase -> phase.getKey() + " " + PhaseBar.words(phase.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** {@code 9 healthy}, {@code 7 of 9 healthy}. */
  public String health() {
    int all = status.objects().size();
    int healthy = status.healthyObjects();
    if (all == 0) {
      return "no objects yet";
    }
    return healthy == all ? all + " healthy" : healthy + " of " + all + " healthy";
  }

  /** What is on its way, in kubectl's words; bounded. */
  public List<String> progress() {
    return status.objects().stream()
        .filter(object -> object.health() instanceof Health.Progressing)
        .limit(MOST_LINES)
        .map(Card::progress)
        .toList();
  }

  private static String progress(ObjectStatus object) {
    return object.key() + ": " + object.health().sentence();
  }

  /** {@code 1 commit is not deployed}; empty if all is. */
  public String behind() {
    int commits = status.commitsBehind();
    return switch (commits) {
      case 0 -> "";
      case 1 -> "1 commit is not deployed";
      default -> commits + " commits are not deployed";
    };
  }

  /** What it lacks of the environment before it; empty if there is none. */
  public String lag() {
    return status.lag().map(this::words).orElse("");
  }

  private String words(Lag lag) {
    if (lag.isNone()) {
      return "has the images of " + lag.of();
    }
    return "lacks %d %s of %s%s"
        .formatted(
            lag.commits(),
            lag.commits() == 1 ? "commit" : "commits",
            lag.of(),
            lag.since().map(since -> ", " + age(since)).orElse(""));
  }

  public List<Lag.Image> lacking() {
    return status.lag().map(Lag::images).orElse(List.of());
  }

  public boolean isReachable() {
    return status.reachable();
  }

  public Optional<Suspension> suspension() {
    return status.suspended().map(suspended -> suspended.suspension());
  }

  /** What the newest commit would do when it is resumed; empty if nothing. */
  public String waiting() {
    return status
        .suspended()
        .map(suspended -> suspended.waiting())
        .filter(waiting -> waiting.changed() > 0)
        .map(waiting -> "waiting: " + waiting.words())
        .orElse("");
  }

  /** {@code 2 drifted in the last day}; empty if none did. */
  public String drift() {
    Instant yesterday = now.minusSeconds(24L * 60 * 60);
    Map<Boolean, Long> recent =
        status.drift().stream()
            .filter(drift -> drift.at().isAfter(yesterday))
            .collect(Collectors.partitioningBy(drift -> drift.corrected(), Collectors.counting()));
    long open = recent.getOrDefault(false, 0L);
    long corrected = recent.getOrDefault(true, 0L);
    if (open == 0 && corrected == 0) {
      return "";
    }
    return "drift in the last day: "
        + (open > 0 ? open + " open" : "")
        + (open > 0 && corrected > 0 ? ", " : "")
        + (corrected > 0 ? corrected + " corrected" : "");
  }

  public String age(Instant from) {
    return Ages.between(from, now);
  }

  /** Hours and minutes of a time, in UTC. */
  public String clock(Instant at) {
    return Timeline.utc(at);
  }

  /** Whether an object is one of the environment's, so that it has a page. */
  public boolean has(ObjectKey key) {
    return status.objects().stream().anyMatch(object -> object.key().equals(key));
  }

  /** The shape of an object's health. */
  public String mark(ObjectStatus object) {
    return switch (object.health()) {
      case Health.Healthy() -> "●";
      case Health.Progressing _ -> "◐";
      case Health.Failing _ -> "▲";
      case Health.Failed _ -> "✕";
    };
  }

  /** Where an object's own page is. */
  public String href(ObjectKey key) {
    return Links.object(status, key);
  }

  /** Where a line of a manifest is shown, as it was in the commit that was looked at. */
  public String href(Source source) {
    String revision =
        status.seen().orElseGet(() -> status.deployed().map(Deployed::head).orElse(""));
    return Links.file(name(), revision, source.file(), source.line());
  }
}
