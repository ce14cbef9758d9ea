package dev.backstay.cluster;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.ServedKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * One request to the API server.
 *
 * @param path with the query, without a leading slash: {@code api/v1/namespaces}
 * @param body JSON; empty for none
 * @param accept the media type of the answer
 */
record Request(String method, String path, String contentType, String body, String accept) {
  static final String JSON = "application/json";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final String APPLY_PATCH = "application/apply-patch+yaml";
  private static final String METADATA = ";g=meta.k8s.io;v=v1";

  static Request get(String path) {
    return new Request("GET", path, "", "", JSON);
  }

  static Request post(String path, String body) {
    return new Request("POST", path, JSON, body, JSON);
  }

  static Request mergePatch(String path, String body) {
    return new Request("PATCH", path, MERGE_PATCH, body, JSON);
  }

  static Request jsonPatch(String path, String body) {
    return new Request("PATCH", path, JSON_PATCH, body, JSON);
  }

  /** Server-side apply. The answer holds metadata only: values of Secrets never come back. */
  static Request apply(String path, String body) {
    return new Request("PATCH", path, APPLY_PATCH, body, JSON).metadataOnly();
  }

  static Request delete(String path, String options) {
    return new Request("DELETE", path, JSON, options, JSON);
  }

  Request metadataOnly() {
    return new Request(
        method, path, contentType, body, JSON + ";as=PartialObjectMetadata" + METADATA);
  }

  Request metadataListOnly() {
    return new Request(
        method, path, contentType, body, JSON + ";as=PartialObjectMetadataList" + METADATA);
  }

  Request accepting(String mediaType) {
    return new Request(method, path, contentType, body, mediaType);
  }

  /** The same request with one more query parameter. */
  Request with(String parameter, String value) {
    String joint = path.contains("?") ? "&" : "?";
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
    return new Request(method, path + joint + parameter + "=" + encoded, contentType, body, accept);
  }

  /** The verb as Kubernetes names it, for metrics. */
  String verb() {
    return switch (method) {
      case "GET" -> path.contains("watch=1") ? "watch" : "get";
      case "POST" -> "create";
      case "PATCH" -> contentType.equals(APPLY_PATCH) ? "apply" : "patch";
      default -> "delete";
    };
  }

  /** The collection of a kind; an empty namespace means all, or none for cluster-scoped kinds. */
  static String collection(ServedKind kind, String namespace) {
    String root = kind.group().isEmpty() ? "api/" : "apis/";
    String scope = kind.namespaced() && !namespace.isEmpty() ? "/namespaces/" + namespace : "";
    return root + kind.apiVersion() + scope + "/" + kind.plural();
  }

  static String object(ServedKind kind, ObjectKey key) {
    return collection(kind, key.namespace())
        + "/"
        + URLEncoder.encode(key.name(), StandardCharsets.UTF_8).replace("+", "%20");
  }
}
