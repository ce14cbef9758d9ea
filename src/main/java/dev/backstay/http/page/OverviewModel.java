package dev.backstay.http.page;

import dev.backstay.git.PollStatus;
import dev.backstay.git.Revision;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.State;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** All environments side by side. The same for everybody who looks. */
public record OverviewModel(List<EnvironmentStatus> environments, PollStatus poll, Instant now) {
  /** More are a list: nobody compares so many side by side. */
  private static final int MOST_CARDS = 24;

  public OverviewModel {
    environments = List.copyOf(environments);
  }

  /** In their order; of many, those that are not synced first. */
  public List<Card> cards() {
    return ordered().limit(MOST_CARDS).map(status -> new Card(status, now)).toList();
  }

  /** Those that are no cards. */
  public List<Card> rest() {
    return ordered().skip(MOST_CARDS).map(status -> new Card(status, now)).toList();
  }

  private Stream<EnvironmentStatus> ordered() {
    return environments.size() <= MOST_CARDS
        ? environments.stream()
        : Stream.concat(
            environments.stream().filter(e -> e.state() != State.SYNCED),
            environments.stream().filter(e -> e.state() == State.SYNCED));
  }

  public String head() {
    return poll.head().map(Revision::shortId).orElse("not read yet");
  }

  /** {@code 3 environments, all synced}; what is not comes first. */
  public String summary() {
    if (environments.isEmpty()) {
      return "no environments: the configuration names none";
    }
    String all = environments.size() == 1 ? "1 environment" : environments.size() + " environments";
    List<String> others =
        Stream.of(State.values())
            .sorted((a, b) -> Boolean.compare(a.isBusy(), b.isBusy()))
            .filter(state -> state != State.SYNCED)
            .map(this::count)
            .filter(words -> !words.isEmpty())
            .toList();
    return all + (others.isEmpty() ? ", all synced" : ": " + String.join(", ", others));
  }

  private String count(State state) {
    long count = environments.stream().filter(e -> e.state() == state).count();
    return count == 0 ? "" : count + " " + state.word().replace('-', ' ');
  }

  public boolean isAllSynced() {
    return environments.stream().allMatch(e -> e.state() == State.SYNCED);
  }

  /**
   * Whether these environments are stages, so that an arrow from one to the next says something.
   */
  public boolean areStages() {
    return environments.size() <= MOST_CARDS
        && environments.stream().anyMatch(e -> e.lag().isPresent());
  }
}
