package dev.backstay.cli.show;

import dev.backstay.sync.Ages;
import dev.backstay.sync.Commits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One entry of a history in the API's one shape, read with tolerance as {@link Env} is. */
public record Entry(String environment, JsonNode json) {
  public Entry {
    json = Text.plain(json);
  }

  /** Those of the answer about one environment, newest first. */
  public static List<Entry> listed(String environment, JsonNode answer) {
    List<Entry> all = new ArrayList<>();
    answer.path("history").forEach(json -> all.add(new Entry(environment, json)));
    return all;
  }

  String text(String field) {
    return json.path(field).asString("");
  }

  int number() {
    return json.path("number").asInt(0);
  }

  String kind() {
    return json.path("change").path("kind").asString("");
  }

  String to() {
    return Commits.shortId(json.path("change").path("to").asString(""));
  }

  String revision() {
    return Commits.shortId(text("revision"));
  }

  public Optional<Instant> finished() {
    return Env.time(json.path("finished"));
  }

  String age(Instant now) {
    return finished().map(at -> Ages.between(at, now)).orElse("-");
  }

  /** How long it took from its first phase to its last. */
  String took() {
    double seconds = Env.seconds(json.path("phases"));
    Optional<Instant> started = Env.time(json.path("started"));
    if (seconds == 0 && started.isPresent() && finished().isPresent()) {
      seconds = Duration.between(started.get(), finished().get()).toMillis() / 1000.0;
    }
    return String.format(Locale.ROOT, "%.1fs", seconds);
  }

  /** {@code synced}, {@code synced, rolled back by #4}. */
  String outcome() {
    String mistake = mistake();
    return mistake.isEmpty() ? text("outcome") : text("outcome") + ", " + mistake;
  }

  /** {@code rolled back by #4}; empty for what was no mistake. */
  private String mistake() {
    JsonNode failed = json.path("failed");
    int by = json.path("rolledBackBy").asInt(0);
    if (failed.isString()) {
      return failed.asString();
    }
    return by > 0 ? "rolled back by #" + by : "";
  }

  boolean wasMistake() {
    return !mistake().isEmpty();
  }

  /** Whether this history tells of mistakes at all: an older agent's does not. */
  boolean knowsMistakes() {
    return json.has("failed") || json.has("rolledBackBy");
  }

  /** Whether it brought a state of the config repo into the cluster. */
  boolean isDeployment() {
    boolean isOfCommit = !kind().startsWith("drift");
    return isOfCommit && (text("outcome").equals("synced") || text("outcome").equals("degraded"));
  }

  boolean isRollback() {
    return kind().contains("rollback");
  }

  String counts() {
    return Env.counts(json.path("counts"));
  }
}
