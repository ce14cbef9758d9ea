package dev.backstay.http.page;

import dev.backstay.sync.Commits;
import dev.backstay.sync.Deployed;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.HistoryEntry;
import dev.backstay.sync.State;
import dev.backstay.sync.Suspended;
import dev.backstay.sync.Suspension;
import java.time.Instant;
import java.util.List;

/** What the page shows, with words instead of values. */
public record PageModel(List<EnvironmentStatus> environments, Frame frame) {
  private static final int SHOWN_HISTORY = 10;

  public String summary() {
    long synced = environments.stream().filter(e -> e.state() == State.SYNCED).count();
    return synced == environments.size()
        ? "all synced"
        : synced + " of " + environments.size() + " synced";
  }

  /** A shape beside the word, so that no state is told by a colour alone. */
  public String shape(EnvironmentStatus environment) {
    return switch (environment.state()) {
      case SYNCED -> "●";
      case DEGRADED -> "▲";
      case FAILED, REFUSED -> "✕";
      case STARTING, CHECKING, APPLYING, ROLLING_OUT, PRUNING -> "◐";
    };
  }

  public String revision(EnvironmentStatus environment) {
    return environment.deployed().map(Deployed::revision).map(Commits::shortId).orElse("–");
  }

  public String subject(EnvironmentStatus environment) {
    return environment.deployed().map(Deployed::subject).orElse("nothing deployed yet");
  }

  public String deployedBy(EnvironmentStatus environment) {
    return environment.deployed().map(d -> d.author() + ", " + age(d.at()) + " ago").orElse("");
  }

  public String suspended(Suspended suspended) {
    Suspension now = suspended.suspension();
    return "suspended by " + now.words() + ", since " + age(now.since());
  }

  public String health(EnvironmentStatus environment) {
    return environment.healthyObjects() + " of " + environment.objects().size() + " healthy";
  }

  public List<HistoryEntry> history(EnvironmentStatus environment) {
    List<HistoryEntry> all = environment.history().entries();
    return all.subList(0, Math.min(all.size(), SHOWN_HISTORY));
  }

  public String shortId(String revision) {
    return Commits.shortId(revision);
  }

  public String age(Instant from) {
    return frame.age(from);
  }
}
