package dev.backstay.sync;

import dev.backstay.config.EnvironmentConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names everything that the result of a sync depends on: equal ids, nothing to do. */
final class InputId {
  /** Raised when the same folder would be read into other manifests. */
  private static final String READER_VERSION = "1";

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
            config.prune().toString());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(input.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, KEPT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
