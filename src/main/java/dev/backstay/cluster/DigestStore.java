package dev.backstay.cluster;

import dev.backstay.manifest.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the digest of what was last applied, per object, in a ConfigMap of its own. It may be lost
 * or old at any time: then objects are applied once more than needed.
 */
public final class DigestStore {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String DATA = "digests.gz";
  private static final int FIELDS = 5;

  private final KubeHttp http;
  private final ApplySet set;

  public DigestStore(KubeHttp http, ApplySet set) {
    this.http = http;
    this.set = set;
  }

  /** All digests; none if there is no store or it cannot be read as one. */
  public Map<ObjectKey, String> read() throws ClusterException {
    Answer answer = http.send(Request.get(path()));
    if (answer.code() == 404) {
      return Map.of();
    }
    JsonNode configMap = answer.orThrow("read configmap/" + set.digestsName());
    return unpack(configMap.path("binaryData").path(DATA).asString(""));
  }

  public void write(Map<ObjectKey, String> digests) throws ClusterException {
    ObjectNode configMap = JSON.createObjectNode();
    configMap.put("apiVersion", "v1").put("kind", "ConfigMap");
    ObjectNode metadata = configMap.putObject("metadata");
    metadata.put("name", set.digestsName()).put("namespace", set.namespace());
    metadata.putObject("labels").put("app.kubernetes.io/managed-by", "backstay");
    configMap.putObject("binaryData").put(DATA, pack(digests));
    String body = JSON.writeValueAsString(configMap);
    Answer answer = http.send(Request.mergePatch(path(), body));
    if (answer.code() == 404) {
      answer = http.send(Request.post(collection(), body));
    }
    answer.orThrow("write configmap/" + set.digestsName());
  }

  /** One line an object, tab separated: also the form of the delta in the parent. */
  public static String format(Map<ObjectKey, String> digests) {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(digests)
        .forEach(
            (key, digest) ->
                lines
                    .append(String.join("\t", key.group(), key.kind(), key.namespace(), key.name()))
                    .append('\t')
                    .append(digest)
                    .append('\n'));
    return lines.toString();
  }

  /** Reads what {@link #format} wrote; lines of another form are left out. */
  public static Map<ObjectKey, String> parse(String lines) {
    Map<ObjectKey, String> digests = new HashMap<>();
    lines
        .lines()
        .map(line -> line.split("\t", -1))
        .filter(fields -> fields.length == FIELDS)
        .forEach(f -> digests.put(new ObjectKey(f[0], f[1], f[2], f[3]), f[4]));
    return digests;
  }

  private static String pack(Map<ObjectKey, String> digests) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(format(digests).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static Map<ObjectKey, String> unpack(String packed) {
    try (GZIPInputStream zip =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(packed)))) {
      return parse(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException | IllegalArgumentException _) {
      return Map.of();
    }
  }

  private String collection() {
    return "api/v1/namespaces/" + set.namespace() + "/configmaps";
  }

  private String path() {
    return collection() + "/" + set.digestsName();
  }
}
