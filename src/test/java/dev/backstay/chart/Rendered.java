package dev.backstay.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.Chart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the chart makes of some values, and ways to look into it. */
record Rendered(List<JsonNode> objects) {
  static final String NAMESPACE = "ops";

  private static final Path VALUES = Path.of("src/test/resources/chart");

  static Rendered with(Map<String, String> sets) {
    return new Rendered(Chart.parse(Chart.render(NAMESPACE, sets, Optional.empty())));
  }

  static Rendered of(Path valuesFile) {
    return new Rendered(Chart.parse(Chart.render(NAMESPACE, Map.of(), Optional.of(valuesFile))));
  }

  /** By values in YAML. */
  static Rendered of(String values) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        return of(Files.writeString(file, values));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files of values that together use every value there is. */
  static List<Path> matrix() {
    try (Stream<Path> files = Files.list(VALUES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path values(String name) {
    return VALUES.resolve(name + ".yaml");
  }

  JsonNode only(String kind) {
    List<JsonNode> found = all(kind);
    assertThat(found).as(kind).hasSize(1);
    return found.getFirst();
  }

  JsonNode named(String kind, String name) {
    return all(kind).stream()
        .filter(object -> object.at("/metadata/name").asString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }

  List<JsonNode> all(String kind) {
    Predicate<JsonNode> wanted = object -> object.path("kind").asString().equals(kind);
    return objects.stream().filter(wanted).toList();
  }

  List<String> kinds() {
    return objects.stream().map(object -> object.path("kind").asString()).toList();
  }

  JsonNode pod() {
    return only("Deployment").at("/spec/template/spec");
  }

  JsonNode container() {
    return pod().at("/containers/0");
  }

  /** backstay.yaml. */
  JsonNode config() {
    String text = named("ConfigMap", Chart.RELEASE).at("/data/backstay.yaml").asString();
    return Chart.parse(text).getFirst();
  }

  /** What is allowed to an account: each rule with where it holds; empty: in the cluster. */
  List<Grant> grants() {
    List<Grant> grants = new ArrayList<>();
    for (String kind : List.of("Role", "ClusterRole")) {
      for (JsonNode binding : all(kind + "Binding")) {
        String namespace = binding.at("/metadata/namespace").asString("");
        JsonNode role =
            all(kind).stream()
                .filter(r -> r.at("/metadata/name").equals(binding.at("/roleRef/name")))
                .filter(r -> r.at("/metadata/namespace").asString("").equals(namespace))
                .findFirst()
                .orElseThrow();
        String account = binding.at("/subjects/0/name").asString();
        role.path("rules").forEach(rule -> grants.add(new Grant(account, namespace, rule)));
      }
    }
    return grants;
  }

  /**
   * A rule that holds for an account.
   *
   * @param namespace empty: in the whole cluster
   */
  record Grant(String account, String namespace, JsonNode rule) {
    boolean isAbout(String resource) {
      return texts(rule.path("resources")).contains(resource);
    }

    List<String> verbs() {
      return texts(rule.path("verbs"));
    }

    List<String> names() {
      return texts(rule.path("resourceNames"));
    }
  }

  static List<String> texts(JsonNode list) {
    return texts(list, "");
  }

  /** What stands at the pointer in each element; nothing where it is not there. */
  static List<String> texts(JsonNode list, String pointer) {
    return list.valueStream().map(element -> element.at(pointer).asString("")).toList();
  }
}
