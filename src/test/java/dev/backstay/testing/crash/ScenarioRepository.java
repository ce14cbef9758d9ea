package dev.backstay.testing.crash;

import dev.backstay.testing.Canary;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * A config repo with a commit for each {@link Scenario}. Runs work on copies of one such
 * repository, so that all see equal commit ids.
 */
public final class ScenarioRepository {
  static final String ENVIRONMENT = "production";

  private final TestRepository template;
  private final Map<Scenario, String> commits = new EnumMap<>(Scenario.class);

  private final String beginning;

  private ScenarioRepository(TestRepository template) {
    this.template = template;
    this.beginning = template.write("README.md", "The environments' folders\n").commit("begin");
  }

  /** Makes the commits; the branch is left before the first of them, without a folder. */
  public static ScenarioRepository create(Path folder) {
    ScenarioRepository made = new ScenarioRepository(TestRepository.create(folder));
    TestRepository repository = made.template;
    made.writeFirst();
    made.commit(Scenario.FIRST_SYNC);
    made.writeChange();
    made.commit(Scenario.CHANGE);
    made.deleteSome();
    made.commit(Scenario.PRUNE);
    repository.git("checkout", made.commitOf(Scenario.FIRST_SYNC), "--", ".");
    repository.delete(file("beta"));
    made.commit(Scenario.ROLLBACK);
    repository.push();
    TestRepository.run(repository.bare(), "update-ref", "refs/heads/main", made.beginning);
    return made;
  }

  private void commit(Scenario scenario) {
    commits.put(scenario, template.commit(scenario.toString()));
  }

  private void writeFirst() {
    configMap("settings", "first");
    configMap("legacy", "first");
    configMap("banner", "first");
    secret(Canary.base64Of("first"));
    deployment("web", "1.0.0");
    deployment("worker", "1.0.0");
    template.write(
        file("web-service"),
        """
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec: { selector: { app: web }, ports: [{ port: 80 }] }
        """);
  }

  private void writeChange() {
    configMap("settings", "changed");
    configMap("beta", "changed");
    secret(Canary.base64Of("changed"));
    deployment("web", "1.1.0");
  }

  private void deleteSome() {
    template.delete(file("legacy")).delete(file("banner")).delete(file("worker"));
  }

  private static String file(String name) {
    return ENVIRONMENT + "/" + name + ".yaml";
  }

  private void configMap(String name, String value) {
    template.write(
        file(name),
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: %s, labels: { version: %s } }
        data: { value: %s }
        """
            .formatted(name, value, value));
  }

  private void secret(String value) {
    template.write(
        file("credentials"),
        """
        apiVersion: v1
        kind: Secret
        metadata: { name: credentials }
        data: { token: %s }
        """
            .formatted(value));
  }

  private void deployment(String name, String tag) {
    template.write(
        file(name),
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: %1$s }
        spec:
          replicas: 1
          selector: { matchLabels: { app: %1$s } }
          template:
            metadata: { labels: { app: %1$s } }
            spec: { containers: [{ name: main, image: "outsrc/%1$s:%2$s" }] }
        """
            .formatted(name, tag));
  }

  /** The commit before all scenarios, without the environment's folder. */
  String beginning() {
    return beginning;
  }

  /** The commit that begins a scenario. */
  public String commitOf(Scenario scenario) {
    return java.util.Objects.requireNonNull(commits.get(scenario));
  }

  /** A repository at a server of its own. */
  public Copy copyTo(Path folder) {
    Path bare = folder.resolve("config.git");
    TestRepository.run(
        template.bare(), "clone", "--quiet", "--bare", "--shared", ".", bare.toString());
    return new Copy(bare);
  }

  /** One run's copy. */
  public final class Copy {
    private final Path bare;

    private Copy(Path bare) {
      this.bare = bare;
    }

    /** Its path, which is a URL for git. */
    public String url() {
      return bare.toString();
    }

    /** Somebody pushes the commit of a scenario. */
    public void push(Scenario scenario) {
      TestRepository.run(bare, "update-ref", "refs/heads/main", commitOf(scenario));
    }
  }
}
