package dev.backstay.sync;

import dev.backstay.manifest.Manifest;
import tools.jackson.databind.json.JsonMapper;

/** Jobs end, and may be gone for good then. */
final class Jobs {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Jobs() {}

  /** A finished Job that its TTL removed did what it was there for. */
  static boolean mayBeGone(Manifest manifest) {
    return manifest.key().groupKind().equals("Job.batch")
        && JSON.readTree(manifest.json()).path("spec").has("ttlSecondsAfterFinished");
  }
}
