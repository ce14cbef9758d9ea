package dev.backstay.it;

/** A state of an environment that lasts until something is done about it. */
enum HeldState {
  CHECKING,
  APPLYING,
  ROLLING_OUT,
  PRUNING,
  REFUSED,
  SYNCED,
  DEGRADED,
  FAILED;

  /** In the words of the API. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Whether it ends by itself after a while. */
  boolean isTriedAgain() {
    return this == DEGRADED || this == FAILED;
  }

  /** Of the ConfigMap in the commit that leads to it. */
  String value() {
    return switch (this) {
      case CHECKING, APPLYING, REFUSED, SYNCED, FAILED -> "bad";
      case ROLLING_OUT, PRUNING, DEGRADED -> "good";
    };
  }

  private boolean hasWorkload() {
    return this == ROLLING_OUT || this == DEGRADED;
  }

  /** The folder as it was before. */
  String good() {
    return healthy("good") + (this == PRUNING ? Manifests.configMap("old", "good") : "");
  }

  /** The folder that leads to this state. */
  String bad() {
    String settings = Manifests.configMap("cm", value());
    if (hasWorkload()) {
      return settings + Manifests.deployment("web", "broken");
    }
    return this == REFUSED ? settings + "wrong: true\n" : settings;
  }

  /** A folder in which nothing is wrong. */
  String healthy(String value) {
    return Manifests.configMap("cm", value)
        + (hasWorkload() ? Manifests.deployment("web", "1.0.0") : "");
  }

  /** Of an environment that is to get into this state. */
  String healthTimeout() {
    return this == DEGRADED ? "1s" : "30m";
  }
}
