package dev.backstay.cli;

import dev.backstay.cli.show.Documents;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** How a command prints what it found. */
enum Output {
  TABLE,
  WIDE,
  JSON,
  YAML;

  /** Whether the API's answer is printed as it is, for programs. */
  boolean isDocument() {
    return this == JSON || this == YAML;
  }

  /** The whole of a document. */
  String document(JsonNode node) {
    return this == YAML ? Documents.yaml(node) : Documents.json(node);
  }

  /** One document of many. */
  String nextDocument(JsonNode node) {
    return this == YAML ? "---\n" + Documents.yaml(node) : Documents.jsonLine(node);
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
