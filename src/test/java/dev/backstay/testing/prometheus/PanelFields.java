package dev.backstay.testing.prometheus;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a panel shows its values. */
final class PanelFields {
  private static final JsonMapper JSON = JsonMapper.shared();

  private PanelFields() {}

  static ObjectNode of(JsonNode panel) {
    ObjectNode fields = JSON.createObjectNode();
    ObjectNode defaults = fields.putObject("defaults");
    unit(defaults, Dashboard.text(panel, "unit"));
    if (panel.has("decimals")) {
      defaults.put("decimals", panel.path("decimals").asInt());
    }
    if (panel.has("limits")) {
      limits(defaults, panel.path("limits"));
    }
    if (panel.path("stacked").asBoolean(false)) {
      ObjectNode custom = defaults.putObject("custom");
      custom.put("fillOpacity", 30).putObject("stacking").put("mode", "normal");
    }
    overrides(fields.putArray("overrides"), panel);
    return fields;
  }

  private static void unit(ObjectNode defaults, String unit) {
    switch (unit) {
      case "yes-no" -> words(defaults, "red", "green");
      case "no-yes" -> words(defaults, "green", "red");
      default -> defaults.put("unit", unit);
    }
  }

  /** A word, so that nobody needs the colour. */
  private static void words(ObjectNode defaults, String no, String yes) {
    defaults.put("unit", "short");
    ObjectNode mapping = defaults.putArray("mappings").addObject().put("type", "value");
    ObjectNode options = mapping.putObject("options");
    options.putObject("0").put("text", "no").put("color", no);
    options.putObject("1").put("text", "yes").put("color", yes);
  }

  private static void limits(ObjectNode defaults, JsonNode limits) {
    defaults.putObject("color").put("mode", "thresholds");
    ObjectNode thresholds = defaults.putObject("thresholds").put("mode", "absolute");
    ArrayNode steps = thresholds.putArray("steps");
    steps.addObject().put("color", "green").putNull("value");
    for (Map.Entry<String, JsonNode> limit : limits.properties()) {
      steps.addObject().put("color", limit.getKey()).put("value", limit.getValue().asDouble());
    }
  }

  /** A query may have a unit of its own. */
  private static void overrides(ArrayNode overrides, JsonNode panel) {
    for (JsonNode query : panel.path("queries")) {
      if (query.has("unit")) {
        ObjectNode override = overrides.addObject();
        override
            .putObject("matcher")
            .put("id", "byName")
            .put("options", Dashboard.text(query, "show"));
        override
            .putArray("properties")
            .addObject()
            .put("id", "unit")
            .put("value", Dashboard.text(query, "unit"));
      }
    }
  }

  /** Leaves time and value out of a table that is about labels. */
  static void onlyLabels(ArrayNode transformations) {
    transformations
        .addObject()
        .put("id", "organize")
        .putObject("options")
        .putObject("excludeByName")
        .put("Time", true)
        .put("Value", true);
  }
}
