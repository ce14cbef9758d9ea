package dev.backstay.testing.localcluster;

import java.io.IOException;

/** The objects that a cluster must have before it is of use. */
final class FirstObjects {
  private static final String NODE = "/api/v1/nodes/local";
  private static final String NEW_NODE =
      """
      {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "local", "labels": {
        "kubernetes.io/hostname": "local", "kubernetes.io/os": "linux"}}}
      """;

  private final KubeApi api;
  private final Components components;

  FirstObjects(KubeApi api, Components components) {
    this.api = api;
    this.components = components;
  }

  /** Makes the node, and waits until pods can be placed on it and namespaces have accounts. */
  void await() throws IOException, InterruptedException {
    components.await("the node to be created", () -> api.create("/api/v1/nodes", NEW_NODE));
    components.await("the node to be ready", this::nodeIsReady);
    components.await(
        "the default namespace", () -> api.get("/api/v1/namespaces/default").isPresent());
    components.await(
        "the default service account",
        () -> api.get("/api/v1/namespaces/default/serviceaccounts/default").isPresent());
  }

  // the API server writes JSON without spaces and with the fields in the order of their types
  private boolean nodeIsReady() throws InterruptedException {
    return api.get(NODE)
        .filter(node -> node.contains("\"type\":\"Ready\",\"status\":\"True\""))
        .filter(node -> !node.contains("\"taints\""))
        .isPresent();
  }
}
