package dev.backstay.cli.show;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** All that is known of one environment, as {@code kubectl describe} would say it. */
public final class StatusDetails {
  private static final int LABEL = 14;

  private final Env env;
  private final Instant now;
  private final List<String> lines = new ArrayList<>();

  private StatusDetails(Env env, Instant now) {
    this.env = env;
    this.now = now;
  }

  public static List<String> of(Env env, Instant now) {
    StatusDetails details = new StatusDetails(env, now);
    details.place();
    details.revision();
    details.objects();
    details.rollout();
    details.drift();
    details.problems();
    return details.lines;
  }

  /** Nothing is said of what is not known. */
  private void line(String label, String text) {
    if (!text.isBlank()) {
      lines.add((label + ":" + " ".repeat(LABEL)).substring(0, LABEL) + text.strip());
    }
  }

  private void place() {
    line("Name", env.name());
    line("Namespace", env.text("namespace"));
    line("Folder", env.text("path"));
    line("Cluster", env.text("cluster"));
    boolean isSilent = !env.json().path("reachable").asBoolean(true);
    line(
        "State",
        env.stateWords() + since("since") + (isSilent ? ", the cluster does not answer" : ""));
    if (env.isSuspended()) {
      JsonNode by = env.suspended();
      String until = Env.when(by.path("until"), now);
      line(
          "Suspended",
          by("by", by.path("by"))
              + by("", by.path("reason"))
              + (Env.when(by.path("since"), now).isEmpty()
                  ? ""
                  : " since " + Env.when(by.path("since"), now))
              + (until.isEmpty() ? "" : ", resumes " + until));
    }
  }

  private String since(String field) {
    String when = Env.when(env.json().path(field), now);
    return when.isEmpty() ? "" : ", since " + when;
  }

  private static String by(String word, JsonNode text) {
    String value = text.asString("");
    return value.isEmpty() ? "" : word.isEmpty() ? " \"" + value + "\"" : word + " " + value;
  }

  private void revision() {
    JsonNode deployed = env.deployed();
    line("Revision", env.revision() + " " + env.subject());
    line(
        "Author", deployed.path("author").asString("") + at(", committed ", deployed, "committed"));
    line("Deployed", Env.when(deployed.path("at"), now));
    line("Head", env.head());
    line("Behind", env.behind(now));
    env.lacking().forEach(image -> line("Lacks", image));
    if (env.isBusy()) {
      line("Syncing", env.commit());
    }
    line("Change", env.change());
    double seconds = env.seconds();
    if (seconds > 0) {
      line("Took", Text.seconds(seconds) + "  " + Env.phases(env.json().path("phases")));
    }
  }

  private String at(String word, JsonNode object, String field) {
    String when = Env.when(object.path(field), now);
    return when.isEmpty() ? "" : word + when;
  }

  private void objects() {
    JsonNode objects = env.json().path("objects");
    if (objects.path("total").asLong(0) > 0) {
      line("Objects", objects.path("total").asLong(0) + ": " + Env.counts(objects));
    }
    line("Prune held", list(env.json().path("pending").path("prune")));
    line("Health", env.health());
  }

  private void rollout() {
    env.unhealthy().forEach((object, why) -> lines.add("  " + RolloutWords.of(object, why)));
  }

  private void drift() {
    JsonNode all = env.json().path("drift");
    if (all.isEmpty()) {
      return;
    }
    lines.add("Drift:");
    for (JsonNode drift : all) {
      String fields = list(drift.path("fields"));
      lines.add(
          "  "
              + drift.path("object").asString("")
              + (fields.isEmpty() ? "" : " " + fields)
              + " "
              + drift.path("what").asString("changed")
              + (drift.path("by").asString("").isEmpty()
                  ? ""
                  : " by " + drift.path("by").asString(""))
              + at(", ", drift, "at")
              + (drift.path("corrected").asBoolean(false) ? ", corrected" : ", not corrected"));
    }
  }

  private static String list(JsonNode texts) {
    return StreamSupport.stream(texts.spliterator(), false)
        .map(text -> text.asString(""))
        .collect(Collectors.joining(", "));
  }

  private void problems() {
    if (!env.errors().isEmpty()) {
      lines.add("Problems:");
    }
    for (JsonNode error : env.errors()) {
      lines.add("  " + Text.error(error));
      String remedy = error.path("remedy").asString("");
      if (!remedy.isEmpty() && error.path("hint").asString("").isEmpty()) {
        lines.add("      " + remedy);
      }
      error.path("fix").asString("").lines().forEach(yaml -> lines.add("      " + yaml));
    }
    line("Tried again", Env.when(env.json().path("retry").path("at"), now));
  }
}
