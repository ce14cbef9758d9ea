package dev.backstay.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The service account that acts on the objects of an environment.
 *
 * @param namespace empty for the agent's own: there no pod of an environment can take its token
 */
public record ServiceAccount(Optional<String> namespace, String name) {
  private static final int LONGEST = 253;
  private static final Pattern NAME = Pattern.compile("^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$");

  public ServiceAccount {
    namespace.ifPresent(Names::namespace);
    if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
      throw BadValue.expected(
          "the name of a service account, perhaps with its namespace in front, such as"
              + " backstay/production",
          name);
    }
  }

  /** Reads {@code name} or {@code namespace/name}. */
  static ServiceAccount parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new ServiceAccount(Optional.empty(), text)
        : new ServiceAccount(Optional.of(text.substring(0, slash)), text.substring(slash + 1));
  }

  /** As it is written in the configuration. */
  @Override
  public String toString() {
    return namespace.map(n -> n + "/").orElse("") + name;
  }
}
