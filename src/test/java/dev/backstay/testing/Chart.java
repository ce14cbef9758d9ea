package dev.backstay.testing;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The project's own Helm chart, rendered as {@code helm install backstay chart/} would. */
@NullMarked
public final class Chart {
  public static final String RELEASE = "backstay";

  private static final Path FOLDER = Path.of("chart");
  private static final String OLDEST_KUBERNETES = "1.34.0";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern SEPARATOR = Pattern.compile("^---[ \t]*$", Pattern.MULTILINE);
  private static final Set<String> ACCESS =
      Set.of("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding");

  private Chart() {}

  /**
   * All manifests of the chart.
   *
   * @param sets single values as {@code --set} takes them, such as {@code rbac.scope} and {@code
   *     namespaces}; lists are better given by the file
   * @throws IllegalStateException with Helm's own words when it refuses the values
   */
  public static String render(
      String namespace, Map<String, String> sets, Optional<Path> valuesFile) {
    TemplateCommand template =
        new Helm(FOLDER)
            .template()
            .withName(RELEASE)
            .withNamespace(namespace)
            .withKubeVersion(OLDEST_KUBERNETES);
    valuesFile.ifPresent(template::withValuesFile);
    sets.forEach(template::set);
    return template.call();
  }

  /**
   * The manifests that say what the agent may do, each as a text of its own: once they are applied,
   * the ServiceAccount {@value #RELEASE} in the namespace may do what it may in a real cluster.
   */
  public static List<String> rbacDocuments(
      String namespace, Map<String, String> sets, Optional<Path> valuesFile) {
    return SEPARATOR
        .splitAsStream(render(namespace, sets, valuesFile))
        .map(String::strip)
        .filter(text -> parse(text).stream().anyMatch(Chart::isAboutAccess))
        .toList();
  }

  /** The objects of concatenated YAML documents; a document without content is none. */
  public static List<JsonNode> parse(String yaml) {
    List<JsonNode> objects = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml)) {
      if (document != null) {
        objects.add(JSON.valueToTree(document));
      }
    }
    return objects;
  }

  /** What {@code helm lint --strict} says. */
  public static LintResult lint() {
    return new Helm(FOLDER).lint().strict().call();
  }

  private static boolean isAboutAccess(JsonNode object) {
    return ACCESS.contains(object.path("kind").asString());
  }
}
