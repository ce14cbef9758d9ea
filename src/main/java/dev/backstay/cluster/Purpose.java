package dev.backstay.cluster;

import java.util.Optional;

/**
 * Says in the User-Agent of every request which agent asks, for which environment, and what for: so
 * that the API server's audit log tells which commit a write belongs to, and can be judged.
 *
 * <p>{@code backstay/1.0.0 1f2e3d4c (outsrc/production; sync 12 3f2a1c9)}
 */
final class Purpose {
  private static final String VERSION =
      Optional.ofNullable(Purpose.class.getPackage().getImplementationVersion())
          .orElse("development");

  private final String agent;
  private final String environment;
  private volatile String doing;

  private Purpose(String agent, String environment, String doing) {
    this.agent = agent;
    this.environment = environment;
    this.doing = doing;
  }

  /** For what the agent asks for all environments: its Lease, the kinds that are served. */
  static Purpose ofAgent(String agent) {
    return new Purpose(agent, "", "");
  }

  /** For whoever only looks: no agent, and not judged as one. */
  static Purpose ofReader() {
    return new Purpose("", "", "");
  }

  Purpose ofEnvironment(String namespace, String name) {
    return new Purpose(agent, namespace + "/" + name, "start");
  }

  /** From now on, until it is something else. */
  void is(String activity) {
    doing = activity;
  }

  String userAgent() {
    if (agent.isEmpty()) {
      return "backstay-cli/" + VERSION;
    }
    String what = environment.isEmpty() ? "" : " (" + environment + "; " + doing + ")";
    return "backstay/" + VERSION + " " + agent + what;
  }
}
