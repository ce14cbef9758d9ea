package dev.backstay.plan;

import dev.backstay.manifest.Manifest;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads what a manifest says, and of large ones no more than is needed. */
final class Content {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Content() {}

  static JsonNode of(Manifest manifest) {
    return JSON.readTree(manifest.json());
  }

  /** Its metadata alone: what comes after it is not read, and that is most of it. */
  static JsonNode metadataOf(Manifest manifest) {
    try (JsonParser parser = JSON.createParser(manifest.json())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean found = parser.currentName().equals("metadata");
        parser.nextToken();
        if (found) {
          return parser.readValueAsTree();
        }
        parser.skipChildren();
      }
    }
    return MissingNode.getInstance();
  }
}
