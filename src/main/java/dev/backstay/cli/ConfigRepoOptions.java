package dev.backstay.cli;

import dev.backstay.config.AgentConfig;
import dev.backstay.config.ConfigError;
import dev.backstay.config.ConfigReader;
import dev.backstay.config.ConfigReading;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.config.ProxyAddress;
import dev.backstay.git.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which config repo a command changes, and as whom. What no option says, the agent is asked for.
 */
final class ConfigRepoOptions {
  @Option(
      names = "--repository",
      paramLabel = "URL|CLONE",
      description =
          "The config repo: its URL, or the folder of your clone (default: the agent's URL).")
  private @Nullable String repository;

  @Option(
      names = "--base",
      paramLabel = "BRANCH",
      description = "The branch that is deployed (default: the agent's).")
  private @Nullable String base;

  @Option(
      names = "--path",
      paramLabel = "FOLDER",
      description = "The environment's folder (default: the agent's).")
  private @Nullable String path;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Read repository, branch, folder and credentials from this backstay.yaml.")
  private @Nullable Path config;

  @Option(
      names = "--credentials",
      paramLabel = "FOLDER",
      description =
          "A folder with username and password, or token, for an https URL; with ssh-privatekey and"
              + " known_hosts for an ssh URL.")
  private @Nullable Path credentials;

  @Option(
      names = "--author",
      paramLabel = "NAME <EMAIL>",
      description = "Who the commit is by (default: what your git says).")
  private @Nullable String author;

  /**
   * Where a commit goes to.
   *
   * @param location a URL, or the path of a repository
   */
  record Place(
      String location,
      Optional<String> base,
      String path,
      Optional<Path> credentials,
      Optional<ProxyAddress> proxy) {

    /** The clone that somebody works in, if the location is one. */
    Optional<Path> workClone() {
      if (location.contains("://")) {
        return Optional.empty();
      }
      Path folder = Path.of(location);
      // a repository without a work tree is as good as a server
      if (!Files.isDirectory(folder) || Files.isDirectory(folder.resolve("objects"))) {
        return Optional.empty();
      }
      for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
        if (Files.exists(at.resolve(".git"))) {
          return Optional.of(folder);
        }
      }
      return Optional.empty();
    }
  }

  /** Whether no agent has to be asked for where the environment is. */
  boolean standAlone() {
    return config != null || (repository != null && path != null);
  }

  Place place(String environment, Optional<AgentMemory> agent) throws IOException {
    Optional<AgentConfig> file = config == null ? Optional.empty() : Optional.of(read(config));
    Optional<String> folder =
        Optional.ofNullable(path)
            .or(() -> file.flatMap(f -> pathOf(environment, f)))
            .or(() -> agent.flatMap(a -> AgentMemory.known(a.path())));
    Optional<String> url =
        Optional.ofNullable(repository)
            .or(() -> file.map(f -> f.repository().url()))
            .or(() -> agent.flatMap(a -> AgentMemory.known(a.url())));
    Optional<String> branch =
        Optional.ofNullable(base)
            .or(() -> file.map(f -> f.repository().branch()))
            .or(() -> agent.flatMap(a -> AgentMemory.known(a.branch())));
    return new Place(
        url.orElseThrow(
            () -> new IOException("the agent does not tell its config repo: give --repository")),
        branch,
        folder.orElseThrow(() -> new IOException("there is no environment " + environment)),
        Optional.ofNullable(credentials).or(() -> file.flatMap(f -> f.repository().credentials())),
        file.flatMap(f -> f.repository().proxy()));
  }

  private static AgentConfig read(Path file) throws IOException {
    return switch (ConfigReader.read(file)) {
      case ConfigReading.Valid(AgentConfig valid) -> valid;
      case ConfigReading.Invalid(List<ConfigError> errors) ->
          throw new IOException(
              errors.stream().map(ConfigError::toString).collect(Collectors.joining("; ")));
    };
  }

  private static Optional<String> pathOf(String environment, AgentConfig config) {
    return config.environments().stream()
        .filter(e -> e.name().equals(environment))
        .map(EnvironmentConfig::path)
        .findFirst();
  }

  /**
   * Who the commit is by.
   *
   * @throws IllegalArgumentException if the option does not name anybody
   */
  Identity author(Place place) {
    if (author != null) {
      return Identity.parse(author)
          .orElseThrow(
              () -> new IllegalArgumentException("--author is written NAME <EMAIL>: " + author));
    }
    String user = System.getProperty("user.name", "backstay");
    return Identity.ofGitUser(place.workClone().orElse(Path.of("")).toAbsolutePath())
        .orElseGet(() -> new Identity(user, user + "@localhost"));
  }
}
