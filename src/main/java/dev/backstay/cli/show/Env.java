package dev.backstay.cli.show;

import dev.backstay.manifest.ProblemCode;
import dev.backstay.sync.Ages;
import dev.backstay.sync.Commits;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * An environment in the API's one shape. An agent of another version may say less, and a cluster
 * without its agent does: what is not said is unknown or empty.
 */
public record Env(JsonNode json) {
  static final String UNKNOWN = "unknown";

  /** What was corrected longer ago is for the history to tell. */
  private static final Duration RECENT = Duration.ofHours(24);

  private static final Set<String> OPEN_DRIFT =
      Set.of(ProblemCode.DRIFTED.id(), ProblemCode.FIGHT.id());

  public Env {
    json = Text.plain(json);
  }

  /** Those of an answer that lists them. */
  public static List<Env> listed(JsonNode answer) {
    List<Env> all = new ArrayList<>();
    answer.path("environments").forEach(json -> all.add(new Env(json)));
    return all;
  }

  public String name() {
    return text("name");
  }

  public String state() {
    return text("state");
  }

  /** {@code synced}, {@code degraded, suspended}. */
  public String stateWords() {
    return isSuspended() && !state().equals("suspended") ? state() + ", suspended" : state();
  }

  public boolean isSynced() {
    return state().equals("synced");
  }

  /** Whether a sync is under way. */
  public boolean isBusy() {
    return switch (state()) {
      case "synced", "degraded", "failed", "refused", "suspended" -> false;
      default -> true;
    };
  }

  /** Whether the agent has looked at what it was asked for, or does not remember it any more. */
  public boolean hasAnswered(long number) {
    JsonNode syncs = json.path("syncs");
    return syncs.path("asked").asLong(0) < number || syncs.path("answered").asLong(0) >= number;
  }

  public boolean isSuspended() {
    return json.path("suspended").isObject() || state().equals("suspended");
  }

  public JsonNode suspended() {
    return json.path("suspended");
  }

  String text(String field) {
    return json.path(field).asString("");
  }

  JsonNode deployed() {
    return json.path("deployed");
  }

  String revision() {
    return Commits.shortId(deployed().path("revision").asString(""));
  }

  String subject() {
    return deployed().path("subject").asString("");
  }

  /** The newest head of the branch that was looked at. */
  String head() {
    String seen = json.path("seen").path("revision").asString("");
    return Commits.shortId(seen.isEmpty() ? deployed().path("head").asString("") : seen);
  }

  /** {@code 7c1e0d2 "frontend 1.1.0" (Ada Lovelace)}: what the sync is about. */
  String commit() {
    JsonNode sync = json.path("sync");
    String revision = sync.path("revision").asString("");
    if (revision.isEmpty()) {
      return head();
    }
    String subject = sync.path("subject").asString("");
    String author = sync.path("author").asString("");
    return Commits.shortId(revision)
        + (subject.isEmpty() ? "" : " \"" + subject + "\"")
        + (author.isEmpty() ? "" : " (" + author + ")");
  }

  Optional<Instant> deployedAt() {
    return time(deployed().path("at"));
  }

  /** Empty for what is no time. */
  static Optional<Instant> time(JsonNode text) {
    try {
      return Optional.of(Instant.parse(text.asString("")));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** {@code 3m ago}, or {@code in 4s} for what is to come; empty for what is no time. */
  static String when(JsonNode text, Instant now) {
    return time(text)
        .map(at -> at.isAfter(now) ? "in " + Ages.between(now, at) : Ages.between(at, now) + " ago")
        .orElse("");
  }

  /** {@code 7 healthy}, {@code 6 of 7 healthy}. */
  String health() {
    JsonNode health = json.path("health");
    if (!health.isObject()) {
      return UNKNOWN;
    }
    long healthy = health.path("healthy").asLong(0);
    long all = healthy;
    for (String how : List.of("progressing", "failing", "failed")) {
      all += health.path(how).asLong(0);
    }
    return healthy == all ? healthy + " healthy" : healthy + " of " + all + " healthy";
  }

  /** What is not healthy, by the name of the object, and why. */
  Map<String, String> unhealthy() {
    Map<String, String> all = new LinkedHashMap<>();
    for (JsonNode object : json.path("health").path("unhealthy")) {
      all.put(object.path("object").asString(""), object.path("message").asString(""));
    }
    return all;
  }

  /**
   * {@code 1 commit} that is not deployed; {@code 2 commits of staging, 57m} where all is deployed
   * and the environment before it has more.
   */
  String behind(Instant now) {
    if (!json.path("seen").isObject()) {
      return UNKNOWN;
    }
    long waiting = json.path("seen").path("commitsBehind").asLong(0);
    return waiting > 0 ? Text.count(waiting, "commit") : Text.orDash(lag(now));
  }

  private String lag(Instant now) {
    JsonNode lag = json.path("lag");
    long commits = lag.path("commits").asLong(0);
    if (commits == 0) {
      return "";
    }
    String age = time(lag.path("since")).map(at -> ", " + Ages.between(at, now)).orElse("");
    return Text.count(commits, "commit") + " of " + lag.path("of").asString("") + age;
  }

  /** {@code deployment.apps/web (app): web:1, staging has web:3}, for each image that lacks. */
  List<String> lacking() {
    JsonNode lag = json.path("lag");
    List<String> lines = new ArrayList<>();
    for (JsonNode image : lag.path("images")) {
      lines.add(
          "%s (%s): %s, %s has %s"
              .formatted(
                  image.path("object").asString(""),
                  image.path("container").asString(""),
                  image.path("here").asString(""),
                  lag.path("of").asString(""),
                  image.path("there").asString("")));
    }
    return lines;
  }

  /** {@code 1 open (kubectl-edit)}, {@code 2 corrected (kubectl-scale)}. */
  String drift(Instant now) {
    List<String> open = new ArrayList<>();
    for (JsonNode error : json.path("errors")) {
      if (OPEN_DRIFT.contains(error.path("code").asString(""))) {
        open.add(error.path("object").asString(""));
      }
    }
    Set<String> by = new TreeSet<>();
    int corrected = 0;
    for (JsonNode drift : json.path("drift")) {
      boolean isOpen = open.contains(drift.path("object").asString(""));
      boolean isRecent =
          drift.path("corrected").asBoolean(false)
              && time(drift.path("at")).filter(at -> at.isAfter(now.minus(RECENT))).isPresent();
      corrected += isRecent ? 1 : 0;
      if (open.isEmpty() ? isRecent : isOpen) {
        by.add(drift.path("by").asString(""));
      }
    }
    by.remove("");
    if (open.isEmpty() && corrected == 0) {
      return "-";
    }
    String who = by.isEmpty() ? "" : " (" + String.join(", ", by) + ")";
    return (open.isEmpty() ? corrected + " corrected" : open.size() + " open") + who;
  }

  List<JsonNode> errors() {
    List<JsonNode> all = new ArrayList<>();
    json.path("errors").forEach(all::add);
    return all;
  }

  /** {@code rollback to 3f2a1c9}, {@code partial rollback of 7c1e0d2}, {@code deploy}. */
  String change() {
    return change(json.path("change"));
  }

  static String change(JsonNode change) {
    String kind = change.path("kind").asString("");
    String to = change.path("to").asString("");
    JsonNode reverts = change.path("reverts");
    if (!to.isEmpty()) {
      return kind + " to " + Commits.shortId(to);
    }
    String first = reverts.path(0).asString("");
    if (!kind.startsWith("partial") || first.isEmpty()) {
      return kind;
    }
    String of = kind + " of " + Commits.shortId(first);
    return reverts.size() == 1 ? of : of + " and " + (reverts.size() - 1) + " more";
  }

  /** The seconds of all phases; 0 where none is told. */
  double seconds() {
    return seconds(json.path("phases"));
  }

  static double seconds(JsonNode phases) {
    double sum = 0;
    for (JsonNode phase : phases) {
      sum += phase.asDouble(0);
    }
    return sum;
  }

  /** {@code seen 0.4 checked 0.1 applied 0.1}. */
  static String phases(JsonNode phases) {
    return phases.properties().stream()
        .map(
            p ->
                String.format(
                    java.util.Locale.ROOT, "%s %.1f", p.getKey(), p.getValue().asDouble(0)))
        .collect(Collectors.joining("  "));
  }

  /** {@code 1 configured, 6 unchanged}; what is zero is left out. */
  static String counts(JsonNode counts) {
    return List.of("created", "configured", "unchanged", "pruned").stream()
        .filter(word -> counts.path(word).asLong(0) > 0)
        .map(word -> counts.path(word).asLong(0) + " " + word)
        .collect(Collectors.joining(", "));
  }
}
