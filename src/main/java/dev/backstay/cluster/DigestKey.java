package dev.backstay.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Seals digests before they are kept where many may read: a bare digest of a Secret would let a
 * short password be guessed. The key is in a Secret beside the parent.
 */
public final class DigestKey {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ALGORITHM = "HmacSHA256";
  private static final String DATA = "digest-key";
  private static final int KEPT_BYTES = 16;

  private final SecretKeySpec key;

  private DigestKey(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** A key that is kept nowhere. */
  public static DigestKey fresh() {
    return new DigestKey(random());
  }

  /** Reads the environment's key; where there is none yet, this one is kept from now on. */
  public DigestKey storedIn(KubeHttp http, ApplySet set) throws ClusterException {
    String collection = "api/v1/namespaces/" + set.namespace() + "/secrets";
    Answer answer = http.send(Request.get(collection + "/" + set.parentName()));
    if (answer.code() == 404) {
      answer = http.send(Request.post(collection, secret(set)));
    }
    JsonNode secret = answer.orThrow("read or make secret/" + set.parentName());
    String stored = secret.path("data").path(DATA).asString("");
    return stored.isEmpty() ? this : new DigestKey(Base64.getDecoder().decode(stored));
  }

  /** The sealed form of a digest: equal digests, equal seals. */
  public String seal(String digest) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] seal = mac.doFinal(digest.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(seal, KEPT_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private String secret(ApplySet set) {
    ObjectNode secret = JSON.createObjectNode();
    secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
    ObjectNode metadata = secret.putObject("metadata");
    metadata.put("name", set.parentName()).put("namespace", set.namespace());
    metadata.putObject("labels").put("app.kubernetes.io/managed-by", "backstay");
    secret.putObject("data").put(DATA, Base64.getEncoder().encodeToString(key.getEncoded()));
    return JSON.writeValueAsString(secret);
  }

  private static byte[] random() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return key;
  }
}
