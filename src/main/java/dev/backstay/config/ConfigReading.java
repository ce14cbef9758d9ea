package dev.backstay.config;

import java.util.List;

/** How the reading of a configuration file ended. */
public sealed interface ConfigReading {

  record Valid(AgentConfig config) implements ConfigReading {}

  /**
   * Not to be used.
   *
   * @param errors all of them, in the order of the file; at least one
   */
  record Invalid(List<ConfigError> errors) implements ConfigReading {
    public Invalid {
      errors = List.copyOf(errors);
      if (errors.isEmpty()) {
        throw new IllegalArgumentException("invalid, but without an error");
      }
    }
  }
}
