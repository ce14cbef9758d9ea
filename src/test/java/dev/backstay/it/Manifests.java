package dev.backstay.it;

import dev.backstay.testing.Canary;

/** YAML of small objects. */
public final class Manifests {
  private Manifests() {}

  public static String configMap(String name, String value) {
    return """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: %s }
        data: { value: "%s" }
        """
        .formatted(name, value);
  }

  static String configMaps(int count, String value) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      all.append(configMap("cm-" + i, value));
    }
    return all.toString();
  }

  /** A Secret whose password is a canary, another one for each distinction. */
  static String secret(String name, String distinction) {
    return """
        ---
        apiVersion: v1
        kind: Secret
        metadata: { name: %s }
        stringData: { password: "%s" }
        """
        .formatted(name, Canary.of(distinction));
  }

  /** A Deployment of two replicas; the kwok stages know the tags broken and slow-N. */
  public static String deployment(String name, String tag) {
    return """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: %1$s }
        spec:
          replicas: 2
          selector: { matchLabels: { app: %1$s } }
          template:
            metadata: { labels: { app: %1$s } }
            spec: { containers: [{ name: main, image: "outsrc/%1$s:%2$s" }] }
        """
        .formatted(name, tag);
  }
}
