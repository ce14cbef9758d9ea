package dev.backstay.http.page;

import dev.backstay.git.PollStatus;
import dev.backstay.http.api.ApiShape;
import dev.backstay.http.live.Shown;
import dev.backstay.sync.Agent;
import dev.backstay.sync.EnvironmentStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The agent's environments, for those who look at them while they change. */
public final class Watched implements Shown {
  private final Agent agent;
  private final InstantSource clock;

  public Watched(Agent agent, InstantSource clock) {
    this.agent = agent;
    this.clock = clock;
  }

  @Override
  public List<String> environments() {
    return List.copyOf(agent.statusVersions().keySet());
  }

  private record All(Map<String, Long> versions, PollStatus poll) {}

  @Override
  public Object version(String environment) {
    Map<String, Long> versions = agent.statusVersions();
    return environment.isEmpty()
        ? new All(versions, agent.repository())
        : versions.getOrDefault(environment, -1L);
  }

  @Override
  public String overview() {
    return Fragments.overview(agent.statuses(), agent.repository(), clock.instant());
  }

  @Override
  public String page(String environment) {
    List<EnvironmentStatus> all = agent.statuses();
    return all.stream()
        .filter(status -> status.name().equals(environment))
        .findFirst()
        .map(status -> Fragments.environment(status, all, clock.instant()))
        .orElse("");
  }

  @Override
  public String json(String environment) {
    return agent.status(environment).map(status -> ApiShape.of(status).toString()).orElse("");
  }
}
