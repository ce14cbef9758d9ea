package dev.backstay.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that {@code backstay.yaml} says, with every default filled in and every path absolute.
 *
 * @param dataDir holds the mirror of the config repo; may be lost at any time
 */
public record AgentConfig(
    RepositoryConfig repository,
    Path dataDir,
    HttpConfig http,
    NotifyConfig notifications,
    List<EnvironmentConfig> environments) {
  static final Path DEFAULT_DATA_DIR = Path.of("/var/lib/backstay");
  static final int MOST_ENVIRONMENTS = 200;

  public AgentConfig {
    environments = List.copyOf(environments);
    if (environments.isEmpty() || environments.size() > MOST_ENVIRONMENTS) {
      throw new BadValue(
          "expected 1 to " + MOST_ENVIRONMENTS + " environments, not " + environments.size());
    }
    Set<Object> taken = new HashSet<>();
    for (EnvironmentConfig environment : environments) {
      if (!taken.add(environment.name()) || !taken.add(environment.place())) {
        throw new BadValue("environment " + environment.name() + " is there twice");
      }
    }
  }
}
