package dev.backstay.cli;

import dev.backstay.change.DeployedState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What an agent knows of an environment and of its config repo.
 *
 * @param url of the config repo; empty if it is not told
 * @param suspended who suspended it and why, in words; empty if it is not suspended
 * @param deployed its syncs, newest first
 */
record AgentMemory(
    String url, String branch, String path, String suspended, List<DeployedState> deployed) {
  private static final String ENVIRONMENTS = "/api/v1/environments";

  static AgentMemory ask(AgentClient client, String environment) throws IOException {
    JsonNode all = client.get(ENVIRONMENTS);
    List<String> names = new ArrayList<>();
    for (JsonNode one : all.path("environments")) {
      String name = one.path("name").asString("");
      if (name.equals(environment)) {
        JsonNode repository = all.path("repository");
        return new AgentMemory(
            repository.path("url").asString(""),
            repository.path("branch").asString(""),
            one.path("path").asString(""),
            suspension(one.path("suspended")),
            states(history(client, environment)));
      }
      names.add(name);
    }
    throw new IOException(
        "there is no environment " + environment + "; there are " + String.join(", ", names));
  }

  /** The syncs of an environment, newest first: the one place where this command asks for them. */
  static JsonNode history(AgentClient client, String environment) throws IOException {
    return client.get(ENVIRONMENTS + "/" + environment + "/history").path("history");
  }

  private static List<DeployedState> states(JsonNode history) {
    List<DeployedState> states = new ArrayList<>();
    for (JsonNode entry : history) {
      // a correction of drift deploys nothing
      if (!entry.path("change").path("kind").asString("").equals("drift correction")) {
        states.add(
            new DeployedState(
                entry.path("revision").asString(""),
                entry.path("outcome").asString("").equals("synced")));
      }
    }
    return states;
  }

  private static String suspension(JsonNode suspended) {
    if (!suspended.isObject()) {
      return "";
    }
    String by = suspended.path("by").asString("");
    String reason = suspended.path("reason").asString("");
    return (by.isEmpty() ? "suspended" : "suspended by " + by)
        + (reason.isEmpty() ? "" : " (" + reason + ")");
  }

  /** Where the agent's word is taken if no option says it. */
  static Optional<String> known(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
