package dev.backstay.testing.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The dashboard for Grafana, made from its description. */
public final class Dashboard {
  public static final Path DESCRIPTION = Path.of("src/dashboard/dashboard.yaml");
  public static final Path FILE = Path.of("chart/files/dashboard.json");

  private static final int COLUMNS = 24;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final Set<String> OVER_TIME = Set.of("timeseries", "state-timeline");
  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((?<query>.*), *\\w+\\)");

  private final JsonNode description;
  private final ArrayNode panels = JSON.createArrayNode();
  private int top;

  private Dashboard(JsonNode description) {
    this.description = description;
  }

  /**
   * A question that the dashboard asks, with values in the place of Grafana's variables.
   *
   * @param mayBeEmpty whether an agent that runs may have no answer to it
   */
  public record Query(String panel, String ask, boolean mayBeEmpty) {
    @Override
    public String toString() {
      return panel + ": " + ask;
    }
  }

  /** The JSON that Grafana reads. */
  public static String json() {
    return JSON.writeValueAsString(new Dashboard(description()).made()) + "\n";
  }

  private static JsonNode description() {
    try {
      Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
      return JSON.valueToTree(yaml.load(Files.readString(DESCRIPTION)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that it asks, of panels, variables and markers. */
  public static List<Query> queries() {
    JsonNode all = description();
    List<Query> queries = new ArrayList<>();
    for (JsonNode row : all.path("rows")) {
      for (JsonNode panel : row.path("panels")) {
        for (JsonNode query : panel.path("queries")) {
          queries.add(
              query(
                  text(panel, "title"),
                  text(query, "ask"),
                  !panel.path("mayBeEmpty").isMissingNode()));
        }
      }
    }
    for (JsonNode variable : all.path("variables")) {
      String ask = LABEL_VALUES.matcher(text(variable, "query")).replaceFirst("${query}");
      queries.add(query(text(variable, "name"), ask, false));
    }
    queries.add(marker());
    return queries;
  }

  /** What finds the deployments that stand as lines in all panels. */
  public static Query marker() {
    JsonNode marker = description().path("markers").get(0);
    return query(text(marker, "name"), text(marker, "query"), false);
  }

  private static Query query(String panel, String ask, boolean mayBeEmpty) {
    String asked =
        ask.replace("$environment", ".+")
            .replace("$tier", ".*")
            .replace("$__range_s", "3600")
            .replace("$__range", "1h")
            .replace("$__rate_interval", "1m");
    return new Query(panel, asked, mayBeEmpty);
  }

  private ObjectNode made() {
    ObjectNode board = JSON.createObjectNode();
    board.put("uid", "backstay");
    board.put("title", text(description, "title"));
    board.put("description", text(description, "description"));
    board.putArray("tags").add("backstay").add("gitops");
    board.put("schemaVersion", 39).put("version", 1).put("editable", true);
    board.put("graphTooltip", 1).put("refresh", "30s");
    board.putObject("time").put("from", "now-24h").put("to", "now");
    board.putObject("annotations").set("list", markers());
    board.putObject("templating").set("list", variables());
    description.path("rows").forEach(this::row);
    board.set("panels", panels);
    return board;
  }

  private ArrayNode variables() {
    ArrayNode list = JSON.createArrayNode();
    list.addObject()
        .put("name", "datasource")
        .put("label", "Data source")
        .put("type", "datasource")
        .put("query", "prometheus");
    for (JsonNode variable : description.path("variables")) {
      ObjectNode made = list.addObject();
      made.put("name", text(variable, "name")).put("label", text(variable, "label"));
      made.put("type", "query");
      made.set("datasource", datasource());
      made.putObject("query")
          .put("query", text(variable, "query"))
          .put("refId", text(variable, "name"));
      // when the range of time changes
      made.put("refresh", 2).put("includeAll", true).put("multi", true);
      if (variable.has("all")) {
        made.put("allValue", text(variable, "all"));
      }
      made.putObject("current").put("text", "All").put("value", "$__all");
    }
    return list;
  }

  private ArrayNode markers() {
    ArrayNode list = JSON.createArrayNode();
    for (JsonNode marker : description.path("markers")) {
      ObjectNode made = list.addObject();
      made.put("name", text(marker, "name")).put("enable", true);
      made.put("iconColor", text(marker, "color"));
      made.set("datasource", datasource());
      made.put("expr", text(marker, "query")).put("useValueForTime", true);
      made.put("titleFormat", text(marker, "title")).put("textFormat", text(marker, "text"));
      made.put("tagKeys", "environment").put("step", "60s");
    }
    return list;
  }

  private void row(JsonNode row) {
    ObjectNode heading = panels.addObject();
    heading.put("id", panels.size()).put("type", "row").put("title", text(row, "title"));
    heading.put("collapsed", false).putArray("panels");
    place(heading, 0, COLUMNS, 1);
    top++;
    int left = 0;
    int height = 0;
    for (JsonNode panel : row.path("panels")) {
      String[] size = text(panel, "size").split("x", 2);
      int width = Integer.parseInt(size[0]);
      if (left + width > COLUMNS) {
        top += height;
        left = 0;
      }
      height = Integer.parseInt(size[1]);
      place(panel(panel), left, width, height);
      left += width;
    }
    top += height;
  }

  private void place(ObjectNode panel, int left, int width, int height) {
    panel.putObject("gridPos").put("x", left).put("y", top).put("w", width).put("h", height);
  }

  private ObjectNode panel(JsonNode panel) {
    ObjectNode made = panels.addObject();
    String type = text(panel, "type");
    made.put("id", panels.size()).put("type", type);
    made.put("title", text(panel, "title")).put("description", text(panel, "description"));
    made.set("datasource", datasource());
    made.set("fieldConfig", PanelFields.of(panel));
    made.set("targets", targets(panel, type.equals("table"), !OVER_TIME.contains(type)));
    switch (type) {
      case "stat" -> made.putObject("options").put("colorMode", "background");
      case "table" -> PanelFields.onlyLabels(made.putArray("transformations"));
      default -> {
        // as Grafana has it
      }
    }
    return made;
  }

  private static ArrayNode targets(JsonNode panel, boolean isTable, boolean isNow) {
    ArrayNode targets = JSON.createArrayNode();
    for (JsonNode query : panel.path("queries")) {
      ObjectNode target = targets.addObject();
      target.put("refId", String.valueOf((char) ('A' + targets.size() - 1)));
      target.set("datasource", datasource());
      target.put("expr", text(query, "ask")).put("legendFormat", query.path("show").asString(""));
      if (isNow) {
        target.put("instant", true);
      }
      if (isTable) {
        target.put("format", "table");
      }
    }
    return targets;
  }

  private static ObjectNode datasource() {
    return JSON.createObjectNode().put("type", "prometheus").put("uid", "${datasource}");
  }

  static String text(JsonNode node, String key) {
    String text = node.path(key).asString("").strip();
    if (text.isEmpty()) {
      throw new IllegalStateException(DESCRIPTION + ": no " + key + " in " + node);
    }
    return text;
  }
}
