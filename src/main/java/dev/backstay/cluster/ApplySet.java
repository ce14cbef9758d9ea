package dev.backstay.cluster;

import dev.backstay.manifest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The names of ApplySet objects, as KEP-3659 fixes them.
 *
 * @param id what the parent is labelled with, and its members as {@code part-of}
 */
public record ApplySet(String environment, String namespace, String id) {
  static final String ID_LABEL = "applyset.kubernetes.io/id";
  public static final String PART_OF_LABEL = "applyset.kubernetes.io/part-of";
  static final String TOOLING = "applyset.kubernetes.io/tooling";
  static final String GROUP_KINDS = "applyset.kubernetes.io/contains-group-kinds";
  static final String NAMESPACES = "applyset.kubernetes.io/additional-namespaces";

  private static final String DIGESTS = "-digests";

  /** The ApplySet of an environment: its parent is a ConfigMap in the environment's namespace. */
  public static ApplySet of(String environment, String namespace) {
    String parent = "backstay-" + environment + "." + namespace + ".ConfigMap.";
    String hash =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Sha256.of(parent.getBytes(StandardCharsets.UTF_8)));
    return new ApplySet(environment, namespace, "applyset-" + hash + "-v1");
  }

  /** The ConfigMap that stands for the set, and the Secret that keeps its key. */
  public String parentName() {
    return "backstay-" + environment;
  }

  /**
   * The ConfigMap that holds the digests of what was applied.
   *
   * @param shard counted from 0
   */
  String digestsName(int shard) {
    return parentName() + DIGESTS + (shard == 0 ? "" : "-" + shard);
  }

  /** Selects the members. */
  public String memberSelector() {
    return PART_OF_LABEL + "=" + id;
  }
}
