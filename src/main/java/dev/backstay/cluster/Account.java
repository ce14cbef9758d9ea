package dev.backstay.cluster;

import dev.backstay.config.ServiceAccount;

/**
 * A service account as which requests are made. Its groups are those of its real token: the API
 * server adds them by itself where no others are named.
 */
public record Account(String namespace, String name) {

  /**
   * As the configuration names it.
   *
   * @param ownNamespace of the agent
   */
  public static Account of(ServiceAccount configured, String ownNamespace) {
    return new Account(configured.namespace().orElse(ownNamespace), configured.name());
  }

  /** As the API server knows it. */
  public String username() {
    return "system:serviceaccount:" + namespace + ":" + name;
  }
}
