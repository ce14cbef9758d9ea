package dev.backstay.cluster.access;

/** Whoever asks the API server, by the name that it knows. */
public record Subject(String username) {
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  /** As a subject of a binding, one YAML line each. */
  String yaml() {
    String[] parts = username.split(":", -1);
    return username.startsWith(SERVICE_ACCOUNT) && parts.length == 4
        ? """
          - kind: ServiceAccount
            name: "%s"
            namespace: "%s"
        """
            .formatted(parts[3], parts[2])
        : """
          - apiGroup: rbac.authorization.k8s.io
            kind: User
            name: "%s"
        """
            .formatted(username);
  }

  @Override
  public String toString() {
    return username;
  }
}
