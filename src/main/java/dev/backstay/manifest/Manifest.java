package dev.backstay.manifest;

import java.util.Map;

/**
 * One document of the folder: one desired Kubernetes object.
 *
 * @param apiVersion {@code apps/v1}, {@code v1}
 * @param json what kubectl would send for the document: compact JSON with sorted keys
 * @param digest SHA-256 of {@code json} in hex: equal digests, equal desired content
 * @param source where the document's first key stands
 * @param directives the annotations that speak to Backstay ({@code backstay.dev/…}), by their full
 *     name
 */
public record Manifest(
    ObjectKey key,
    String apiVersion,
    String json,
    String digest,
    Source source,
    Map<String, String> directives) {
  public Manifest {
    directives = Map.copyOf(directives);
  }

  /** Without the content, which can be a Secret's. */
  @Override
  public String toString() {
    return source + " " + key;
  }

  /** The same manifest with its key's namespace made explicit; its content stays as written. */
  public Manifest inNamespace(String namespace) {
    return new Manifest(key.withNamespace(namespace), apiVersion, json, digest, source, directives);
  }
}
