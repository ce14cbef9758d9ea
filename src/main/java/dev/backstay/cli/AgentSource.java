package dev.backstay.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A running agent's API. */
record AgentSource(AgentClient client) implements StatusSource {
  @Override
  public JsonNode environments() throws IOException {
    return client.get(AgentClient.ENVIRONMENTS);
  }

  @Override
  public JsonNode history(String environment) throws IOException {
    return client.get(AgentClient.environment(environment) + "/history");
  }

  @Override
  public Optional<String> remark() {
    return Optional.empty();
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(250);
  }

  @Override
  public void close() {
    client.close();
  }
}
