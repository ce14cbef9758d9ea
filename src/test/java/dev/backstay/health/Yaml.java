package dev.backstay.health;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON with fewer quotes. */
final class Yaml {
  private Yaml() {}

  static JsonNode read(String text) {
    SafeConstructor plain = new SafeConstructor(new LoaderOptions());
    return JsonMapper.shared().valueToTree(new org.yaml.snakeyaml.Yaml(plain).load(text));
  }
}
