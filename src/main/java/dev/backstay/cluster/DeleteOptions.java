package dev.backstay.cluster;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How we delete. */
final class DeleteOptions {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String DRY_RUN = "dryRun";
  private static final String ALL = "All";

  private DeleteOptions() {}

  /**
   * Deletes exactly the object that was looked at, in the version that was looked at. What belongs
   * to it goes after it: a Job deleted without a propagation policy leaves its Pods behind.
   */
  static Request delete(String path, Member live) {
    return Request.delete(path, JSON.writeValueAsString(ofExactly(live)));
  }

  /**
   * Tries the same without carrying it out. Where a DELETE has a body, the API server takes all
   * options from there and none from the query, which is for the audit log's readers only.
   */
  static Request rehearse(String path, Member live) {
    ObjectNode options = ofExactly(live);
    options.putArray(DRY_RUN).add(ALL);
    return Request.delete(path, JSON.writeValueAsString(options)).with(DRY_RUN, ALL);
  }

  private static ObjectNode ofExactly(Member live) {
    ObjectNode options = JSON.createObjectNode();
    options.put("propagationPolicy", "Background");
    options
        .putObject("preconditions")
        .put("uid", live.uid())
        .put("resourceVersion", live.resourceVersion());
    return options;
  }
}
