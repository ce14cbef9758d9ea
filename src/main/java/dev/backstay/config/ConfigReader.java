package dev.backstay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code backstay.yaml}: one typed line for each setting. It looks at nothing but the text,
 * so that a configuration can be checked where its clusters and Secrets are not.
 */
public final class ConfigReader {
  private static final String SECRETS = "secrets";

  /** The file's folder, from which relative paths start. */
  private final Path home;

  private final Set<String> names = new HashSet<>();
  private final Map<EnvironmentConfig.Place, String> places = new HashMap<>();

  private ConfigReader(Path home) {
    this.home = home;
  }

  /** Reads a file; its relative paths start from its folder. */
  public static ConfigReading read(Path file) {
    return read(file, ConfigText.of(file));
  }

  static ConfigReading read(Path file, ConfigText text) {
    return switch (text) {
      case ConfigText.Unreadable(ConfigError error) -> new ConfigReading.Invalid(List.of(error));
      case ConfigText.Content(String yaml) -> read(file, yaml, new Findings(file.toString()));
    };
  }

  static ConfigReading read(Path file, String yaml, Findings findings) {
    Path home = file.toAbsolutePath().resolveSibling("");
    ConfigReader reader = new ConfigReader(home);
    Value<AgentConfig> config =
        YamlTree.of(yaml, findings)
            .then(root -> new Section(findings, "", 1, root).read(reader::agent));
    return findings.errorCount() == 0
        ? new ConfigReading.Valid(config.get())
        : new ConfigReading.Invalid(findings.errors());
  }

  private Value<AgentConfig> agent(Section s) {
    Value<RepositoryConfig> repository = s.required("repository").section(this::repository);
    Value<Path> dataDir = s.optional("dataDir").text(this::path);
    Value<HttpConfig> http = s.optional("http").section(new HttpReader(this::path)::read);
    Value<NotifyConfig> notify = s.optional("notify").section(n -> notify(n, repository));
    Value<List<EnvironmentConfig>> environments =
        s.required("environments").sections(AgentConfig.MOST_ENVIRONMENTS, this::environment);
    return s.build(
        () ->
            new AgentConfig(
                repository.get(),
                dataDir.or(AgentConfig.DEFAULT_DATA_DIR),
                http.or(HttpConfig.DEFAULT),
                notify.or(NotifyConfig.NOBODY),
                environments.get()));
  }

  private Value<RepositoryConfig> repository(Section s) {
    Value<String> url = s.required("url").text(text -> GitUrl.parse(home, text));
    Value<String> branch = s.optional("branch").text(Names::branch);
    Value<Duration> pollInterval =
        s.optional("pollInterval").duration(RepositoryConfig.SHORTEST_POLL_INTERVAL);
    Value<Path> credentials = s.optional("auth").section(this::auth);
    Value<ProxyAddress> proxy = s.optional("proxy").text(ProxyAddress::parse);
    Value<RewritePolicy> rewrites = s.optional("rewrites").oneOf(RewritePolicy.class);
    Value<Duration> timeout = s.optional("timeout").duration(RepositoryConfig.SHORTEST_TIMEOUT);
    Value<VerifyConfig> verify = s.optional("verify").section(this::verify);
    return s.build(
        () ->
            new RepositoryConfig(
                url.get(),
                branch.or(RepositoryConfig.DEFAULT_BRANCH),
                pollInterval.or(RepositoryConfig.DEFAULT_POLL_INTERVAL),
                credentials.optional(),
                proxy.optional(),
                rewrites.or(RewritePolicy.REFUSE),
                timeout.or(RepositoryConfig.DEFAULT_TIMEOUT),
                verify.optional()));
  }

  private Value<VerifyConfig> verify(Section s) {
    Value<VerifyConfig.Signatures> signatures =
        s.required("signatures").oneOf(VerifyConfig.Signatures.class);
    Value<Path> keys = s.required("keys").text(this::path);
    return s.build(() -> new VerifyConfig(signatures.get(), keys.get()));
  }

  private Value<Path> auth(Section s) {
    Value<String> secret = s.required("secret").text(Names::secret);
    return s.build(() -> path(SECRETS + "/" + secret.get()));
  }

  private Value<NotifyConfig> notify(Section s, Value<RepositoryConfig> repository) {
    Value<CommitStatusConfig> commitStatus =
        s.optional("commitStatus").section(n -> commitStatus(n, repository));
    // what is guessed from a wrong repository is no error of its own
    return repository.then(_ -> s.build(() -> new NotifyConfig(commitStatus.optional())));
  }

  private Value<CommitStatusConfig> commitStatus(Section s, Value<RepositoryConfig> repository) {
    Value<Forge> provider = s.required("provider").oneOf(Forge.class);
    Value<String> api = s.optional("api").text(CommitStatusConfig::parseApi);
    Value<String> project = s.optional("project").text(CommitStatusConfig::parseProject);
    Value<Path> tokenFile = s.required("tokenFile").text(this::path);
    Value<String> targetUrl = s.optional("targetUrl").text(CommitStatusConfig::parseTarget);
    return repository.then(
        known ->
            s.build(
                () ->
                    CommitStatusConfig.of(
                        provider.get(),
                        api.optional(),
                        project.optional(),
                        tokenFile.get(),
                        targetUrl.optional(),
                        known.url())));
  }

  private Value<EnvironmentConfig> environment(Section s) {
    Set<String> own = new HashSet<>();
    Value<String> name = s.required("name").text(this::newName);
    Value<String> path = s.required("path").text(Names::folder);
    Value<String> namespace = s.required("namespace").text(text -> newIn(own, text));
    Value<List<String>> namespaces = s.optional("namespaces").texts(text -> newIn(own, text));
    Value<List<KindPattern>> clusterKinds = s.optional("clusterKinds").texts(KindPattern::parse);
    Value<List<KindPattern>> deniedKinds = s.optional("deniedKinds").texts(KindPattern::parse);
    Value<Path> kubeconfig = s.optional("cluster").section(this::cluster);
    Value<PruneConfig> prune = s.optional("prune").section(this::prune);
    Value<DriftPolicy> drift = s.optional("drift").oneOf(DriftPolicy.class);
    Value<List<String>> handManagers = s.optional("handManagers").texts(Names::fieldManager);
    Value<Duration> healthTimeout =
        s.optional("healthTimeout").duration(EnvironmentConfig.SHORTEST_HEALTH_TIMEOUT);
    Value<Boolean> unstick = s.optional("unstick").bool();
    Value<ServiceAccount> serviceAccount = s.optional("serviceAccount").text(ServiceAccount::parse);
    Value<Tier> tier = s.optional("tier").oneOf(Tier.class);
    return s.build(
        () ->
            inOwnPlace(
                new EnvironmentConfig(
                    name.get(),
                    path.get(),
                    namespace.get(),
                    namespaces.or(List.of()),
                    clusterKinds.or(List.of()),
                    deniedKinds.or(List.of()),
                    kubeconfig.optional(),
                    prune.or(PruneConfig.DEFAULT),
                    new DriftConfig(
                        drift.or(DriftConfig.DEFAULT.policy()),
                        handManagers.or(DriftConfig.DEFAULT.handManagers())),
                    healthTimeout.or(EnvironmentConfig.DEFAULT_HEALTH_TIMEOUT),
                    unstick.or(false),
                    serviceAccount.optional(),
                    tier.optional())));
  }

  private Value<Path> cluster(Section s) {
    Value<Path> kubeconfig = s.required("kubeconfig").text(this::path);
    return s.build(kubeconfig::get);
  }

  private Value<PruneConfig> prune(Section s) {
    Value<Boolean> enabled = s.optional("enabled").bool();
    Value<Integer> maxShare = s.optional("maxShare").percent();
    return s.build(
        () ->
            new PruneConfig(
                enabled.or(PruneConfig.DEFAULT.enabled()),
                maxShare.or(PruneConfig.DEFAULT.maxSharePercent())));
  }

  private Path path(String text) {
    return Names.path(home, text);
  }

  private String newName(String text) {
    String name = Names.environment(text);
    if (!names.add(name)) {
      throw new BadValue("another environment is called " + name + " too");
    }
    return name;
  }

  private static String newIn(Set<String> namespaces, String text) {
    String namespace = Names.namespace(text);
    if (!namespaces.add(namespace)) {
      throw new BadValue(namespace + " is named twice");
    }
    return namespace;
  }

  private EnvironmentConfig inOwnPlace(EnvironmentConfig environment) {
    Optional<String> other =
        Optional.ofNullable(places.putIfAbsent(environment.place(), environment.name()));
    if (other.isPresent()) {
      throw new BadValue(
          "environment %s has the same path, cluster and namespace as %s"
              .formatted(environment.name(), other.get()));
    }
    return environment;
  }
}
