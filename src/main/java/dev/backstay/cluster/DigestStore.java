package dev.backstay.cluster;

import dev.backstay.manifest.ObjectKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the digest of what was last applied, per object, in ConfigMaps of its own: as many shards
 * as it takes. It may be lost or old at any time: then objects are applied once more than needed.
 *
 * <p>All shards of one write carry its generation, and the first shard is written last. So a write
 * that was cut off leaves what the first shard still says, and shards of another generation, which
 * are ignored. Used by one thread.
 */
public final class DigestStore {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String DATA = "digests.gz";
  private static final String GENERATION = "generation";

  /** A ConfigMap takes 1 MiB. */
  private static final int LARGEST_SHARD = 512 * 1024;

  private final KubeHttp http;
  private final ApplySet set;
  private final int largestShard;

  /** How many shards are there, needed or not. */
  private int shards;

  private long bytes;

  public DigestStore(KubeHttp http, ApplySet set) {
    this(http, set, LARGEST_SHARD);
  }

  DigestStore(KubeHttp http, ApplySet set, int largestShard) {
    this.http = http;
    this.set = set;
    this.largestShard = largestShard;
  }

  /** All digests; none if there is no store or it cannot be read as one. */
  public Map<ObjectKey, String> read() throws ClusterException {
    Map<ObjectKey, String> digests = new HashMap<>();
    String generation = "";
    shards = 0;
    bytes = 0;
    Answer answer = http.send(Request.get(path(0)));
    while (answer.code() != 404) {
      JsonNode shard = answer.orThrow("read configmap/" + set.digestsName(shards));
      String written = shard.path("data").path(GENERATION).asString("");
      byte[] piece = decoded(shard.path("binaryData").path(DATA).asString(""));
      if (shards == 0) {
        generation = written;
      }
      if (written.equals(generation)) {
        digests.putAll(DigestShards.unpack(piece));
      }
      shards++;
      bytes += piece.length;
      answer = http.send(Request.get(path(shards)));
    }
    return digests;
  }

  /** Writes all digests, in place of those that are there. */
  public void write(Map<ObjectKey, String> digests) throws ClusterException {
    List<byte[]> pieces = DigestShards.pack(digests, largestShard);
    String generation = UUID.randomUUID().toString();
    int before = shards;
    shards = Math.max(shards, pieces.size());
    for (int shard = pieces.size() - 1; shard >= 0; shard--) {
      write(shard, generation, pieces.get(shard));
    }
    bytes = pieces.stream().mapToLong(piece -> piece.length).sum();
    for (int shard = before - 1; shard >= pieces.size() && delete(shard); shard--) {
      shards = shard;
    }
  }

  /** The size of all digests as they are stored. */
  public long bytes() {
    return bytes;
  }

  /** One line an object, tab separated: also the form of the delta in the parent. */
  public static String format(Map<ObjectKey, String> digests) {
    return DigestShards.format(digests);
  }

  /** Reads what {@link #format} wrote; lines of another form are left out. */
  public static Map<ObjectKey, String> parse(String lines) {
    return DigestShards.parse(lines);
  }

  private void write(int shard, String generation, byte[] piece) throws ClusterException {
    ObjectNode configMap = JSON.createObjectNode();
    configMap.put("apiVersion", "v1").put("kind", "ConfigMap");
    ObjectNode metadata = configMap.putObject("metadata");
    metadata.put("name", set.digestsName(shard)).put("namespace", set.namespace());
    metadata.putObject("labels").put("app.kubernetes.io/managed-by", "backstay");
    configMap.putObject("data").put(GENERATION, generation);
    configMap.putObject("binaryData").put(DATA, Base64.getEncoder().encodeToString(piece));
    String body = JSON.writeValueAsString(configMap);
    Answer answer = http.send(Request.mergePatch(path(shard), body));
    if (answer.code() == 404) {
      answer = http.send(Request.post(collection(), body));
    }
    answer.orThrow("write configmap/" + set.digestsName(shard));
  }

  /** One that stays is ignored, and tried again with the next write. */
  private boolean delete(int shard) {
    Answer answer = http.send(Request.delete(path(shard), "{}"));
    return answer instanceof Answer.Ok || answer.code() == 404;
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  private String collection() {
    return "api/v1/namespaces/" + set.namespace() + "/configmaps";
  }

  private String path(int shard) {
    return collection() + "/" + set.digestsName(shard);
  }
}
