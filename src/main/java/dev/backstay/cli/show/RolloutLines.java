package dev.backstay.cli.show;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What changed from one look at environments to the next: each change one line, told once. */
public final class RolloutLines {
  private final Map<String, Told> told = new HashMap<>();

  /**
   * What was told of an environment last.
   *
   * @param headline state and commit
   * @param unhealthy as {@link Env#unhealthy}
   */
  private record Told(String headline, Map<String, String> unhealthy) {
    static final Told NOTHING = new Told("", Map.of());
  }

  /** The lines that are new. */
  public List<String> changes(List<Env> environments, Instant now) {
    List<String> lines = new ArrayList<>();
    for (Env env : environments) {
      changes(env, now).forEach(line -> lines.add(env.name() + "  " + line));
    }
    return lines;
  }

  private List<String> changes(Env env, Instant now) {
    Told before = told.getOrDefault(env.name(), Told.NOTHING);
    Map<String, String> unhealthy = new LinkedHashMap<>(env.unhealthy());
    List<String> lines = new ArrayList<>();
    List<String> headlines =
        env.isBusy() ? List.of(env.stateWords() + " " + env.commit()) : outcome(env, now);
    boolean isNew = !headlines.getFirst().equals(before.headline());
    if (isNew && env.isBusy()) {
      lines.addAll(headlines);
    }
    if (env.isBusy() || !before.unhealthy().isEmpty()) {
      lines.addAll(rollouts(before.unhealthy(), unhealthy));
    }
    if (isNew && !env.isBusy()) {
      lines.addAll(headlines);
    }
    told.put(env.name(), new Told(headlines.getFirst(), unhealthy));
    return lines;
  }

  private static List<String> rollouts(Map<String, String> before, Map<String, String> now) {
    List<String> lines = new ArrayList<>();
    for (String object : before.keySet()) {
      if (!now.containsKey(object)) {
        lines.add(RolloutWords.done(object));
      }
    }
    now.forEach(
        (object, why) -> {
          if (!why.equals(before.get(object))) {
            lines.add(RolloutWords.of(object, why));
          }
        });
    return lines;
  }

  /** How it ended, in one line, and below it what stands in the way of synced. */
  public static List<String> outcome(Env env, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(env) + suspended(env));
    env.errors().forEach(error -> lines.add("  " + Text.error(error)));
    String retry = Env.when(env.json().path("retry").path("at"), now);
    if (!retry.isEmpty()) {
      lines.add("  tried again " + retry);
    }
    return lines;
  }

  private static String headline(Env env) {
    return switch (env.state()) {
      case "synced" -> verb(env) + took(env) + proof(env) + phases(env);
      case "degraded" -> "degraded (" + verb(env) + took(env) + ")" + phases(env);
      case "failed", "refused" ->
          env.state()
              + " "
              + env.commit()
              + ": "
              + Text.count(env.errors().size(), "problem")
              + (env.revision().isEmpty() ? "" : ", last deployed " + env.revision());
      default -> env.stateWords() + " " + env.commit();
    };
  }

  /** {@code synced 7c1e0d2}, {@code rolled back to 3f2a1c9}. */
  private static String verb(Env env) {
    String[] words = env.change().split(" to ", 2);
    String to = words.length == 2 ? " to " + words[1] : "";
    return switch (words[0]) {
      case "rollback" -> "rolled back" + to;
      case "roll forward" -> "rolled forward" + to;
      default -> words[0].startsWith("partial") ? words[0] : "synced " + env.revision();
    };
  }

  private static String took(Env env) {
    return env.seconds() == 0 ? "" : " in " + Text.seconds(env.seconds());
  }

  /** What a rollback has proven. */
  private static String proof(Env env) {
    if (!verb(env).startsWith("rolled back")) {
      return "";
    }
    String healthy = env.unhealthy().isEmpty() ? ", everything healthy" : "";
    JsonNode change = env.json().path("change");
    int leftovers = change.path("leftovers").size();
    if (leftovers > 0) {
      return healthy + ", rollback incomplete: " + leftovers;
    }
    boolean isComplete = change.path("complete").asBoolean(false);
    return healthy + (isComplete ? ", nothing left behind" : "");
  }

  private static String phases(Env env) {
    String phases = Env.phases(env.json().path("phases"));
    return phases.isEmpty() ? "" : "    " + phases;
  }

  private static String suspended(Env env) {
    return env.isSuspended() ? ", suspended" : "";
  }
}
