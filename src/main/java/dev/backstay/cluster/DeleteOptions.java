package dev.backstay.cluster;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How we delete. */
final class DeleteOptions {
  private static final JsonMapper JSON = JsonMapper.shared();

  private DeleteOptions() {}

  /**
   * Exactly the object that was looked at, in the version that was looked at. What belongs to it
   * goes after it: a Job deleted without a propagation policy leaves its Pods behind.
   */
  static String ofExactly(Member live) {
    ObjectNode options = JSON.createObjectNode();
    options.put("propagationPolicy", "Background");
    options
        .putObject("preconditions")
        .put("uid", live.uid())
        .put("resourceVersion", live.resourceVersion());
    return JSON.writeValueAsString(options);
  }
}
