package dev.backstay.cli.show;

import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/** Environments and entries as the API tells them, for tests of how they are shown. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");

  private Samples() {}

  static Env env(String json) {
    return new Env(JsonMapper.shared().readTree(json));
  }

  /** An environment that runs 9ab3f10, with more said of it. */
  static Env env(String name, String state, String more) {
    return env(
        """
        {"name": "%s", "namespace": "outsrc", "path": "production", "cluster": "in-cluster",
         "reachable": true, "state": "%s", "since": "2026-05-04T11:59:48Z",
         "deployed": {"revision": "9ab3f10aaaaaaa", "head": "c41d9aabbbbbbb",
           "subject": "frontend 1.1.0", "author": "Ada Lovelace",
           "committed": "2026-05-04T11:55:00Z", "at": "2026-05-04T11:59:48Z"}%s}
        """
            .formatted(name, state, more.isEmpty() ? "" : ", " + more));
  }

  static Entry entry(String json) {
    return new Entry("production", JsonMapper.shared().readTree(json));
  }
}
