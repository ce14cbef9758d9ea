package dev.backstay.sync;

import dev.backstay.config.EnvironmentConfig;
import dev.backstay.config.ServiceAccount;
import dev.backstay.manifest.Sha256;
import java.nio.charset.StandardCharsets;

/** Names everything that the result of a sync depends on: equal ids, nothing to do. */
final class InputId {
  /** Raised when the same folder would be read into other manifests, or judged by other rules. */
  private static final String READER_VERSION = "2";

  private static final int KEPT = 32;

  private InputId() {}

  static String of(String folderTree, EnvironmentConfig config) {
    String input =
        String.join(
            "\n",
            READER_VERSION,
            folderTree,
            config.path(),
            config.namespace(),
            config.namespaces().toString(),
            config.clusterKinds().toString(),
            config.deniedKinds().toString(),
            config.prune().toString(),
            // another account may see and do something else
            config.serviceAccount().map(ServiceAccount::toString).orElse(""));
    return Sha256.hex(input.getBytes(StandardCharsets.UTF_8)).substring(0, KEPT);
  }
}
