package dev.backstay.testing;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
  private static final String NAMESPACES = "environmentNamespaces.create";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern SEPARATOR = Pattern.compile("^---[ \t]*$", Pattern.MULTILINE);
  private static final Set<String> ACCESS =
      Set.of(
          "Namespace",
          "ServiceAccount",
          "ClusterRole",
          "ClusterRoleBinding",
          "Role",
          "RoleBinding");

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
    return render(FOLDER, namespace, sets, valuesFile);
  }

  private static String render(
      Path chart, String namespace, Map<String, String> sets, Optional<Path> valuesFile) {
    TemplateCommand template =
        new Helm(chart)
            .template()
            .withName(RELEASE)
            .withNamespace(namespace)
            .withKubeVersion(OLDEST_KUBERNETES);
    valuesFile.ifPresent(template::withValuesFile);
    // Helm's library asks a cluster also when it only renders
    if (!valuesFile.map(Chart::saysWhichNamespaces).orElse(false)) {
      template.set(NAMESPACES, "always");
    }
    sets.forEach(template::set);
    return template.call();
  }

  /**
   * What has to be applied so that the ServiceAccount {@value #RELEASE} in the namespace may do
   * what it may in a real cluster, each object as a text of its own.
   */
  public static List<String> rbacDocuments(
      String namespace, Map<String, String> sets, Optional<Path> valuesFile) {
    return documents(render(namespace, sets, valuesFile), ACCESS);
  }

  /** The objects of some kinds in what was rendered, each as a text of its own. */
  static List<String> documents(String rendered, Set<String> kinds) {
    return SEPARATOR
        .splitAsStream(rendered)
        .map(String::strip)
        .filter(
            text ->
                parse(text).stream()
                    .anyMatch(object -> kinds.contains(object.path("kind").asString())))
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

  /** What is said to who has installed it. */
  public static String notes(String namespace, Path valuesFile) {
    String output = install(namespace, valuesFile);
    return output.substring(output.indexOf("NOTES:"));
  }

  private static String install(String namespace, Path valuesFile) {
    InstallCommand install =
        new Helm(FOLDER)
            .install()
            .clientOnly()
            .withDryRunOption(DryRun.CLIENT)
            .withName(RELEASE)
            .withNamespace(namespace)
            .withKubeVersion(OLDEST_KUBERNETES)
            .withValuesFile(valuesFile);
    if (!saysWhichNamespaces(valuesFile)) {
      install.set(NAMESPACES, "always");
    }
    return install.call().getOutput();
  }

  /**
   * What {@code helm test} makes. Helm's library shows no hooks, so it is given a copy of the chart
   * in which they are none.
   *
   * @param folder for the copy
   */
  public static List<JsonNode> tests(Path folder, String namespace, Path valuesFile) {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(file);
        Files.createDirectories(copy.resolveSibling(""));
        Files.writeString(copy, Files.readString(file).replaceAll("(?m)^ *helm\\.sh/hook.*$", ""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parse(render(folder.resolve(FOLDER), namespace, Map.of(), Optional.of(valuesFile)))
        .stream()
        .filter(object -> object.path("kind").asString().equals("Pod"))
        .toList();
  }

  private static boolean saysWhichNamespaces(Path valuesFile) {
    try {
      return parse(Files.readString(valuesFile)).stream()
          .anyMatch(values -> values.at("/environmentNamespaces/create").isString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code helm lint --strict} says. */
  public static LintResult lint() {
    return new Helm(FOLDER).lint().strict().call();
  }
}
