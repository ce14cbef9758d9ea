package dev.backstay.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the state of an environment is shown beside the commits.
 *
 * @param api address of its API, without a slash at its end
 * @param project the config repo's name there: {@code acme/config}
 * @param tokenFile holds the token; read again for each status
 * @param targetUrl where a click leads; {@link #ENVIRONMENT} in it stands for the environment
 */
public record CommitStatusConfig(
    Forge provider, String api, String project, Path tokenFile, Optional<String> targetUrl) {
  public static final String ENVIRONMENT = "{environment}";

  /** GitLab takes no longer ones, with room for the name of an environment. */
  private static final int LONGEST_TARGET = 200;

  private static final Pattern API =
      Pattern.compile("^https?://[A-Za-z0-9.:\\[\\]_-]+(/[A-Za-z0-9._~/-]*)?$");
  private static final Pattern TARGET = Pattern.compile("^https?://[^\\s@\\\\\"<>^`|]+$");
  private static final Pattern PROJECT =
      Pattern.compile("^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$");

  public CommitStatusConfig {
    parseApi(api);
    parseProject(project);
    targetUrl.ifPresent(CommitStatusConfig::parseTarget);
    long steps = project.chars().filter(c -> c == '/').count();
    if (provider != Forge.GITLAB && steps != 1) {
      throw new BadValue(
          "expected a project such as acme/config, not " + BadValue.shown(project),
          "set notify.commitStatus.project");
    }
  }

  /** With what can be guessed from where the config repo is. */
  static CommitStatusConfig of(
      Forge provider,
      Optional<String> api,
      Optional<String> project,
      Path tokenFile,
      Optional<String> targetUrl,
      String repositoryUrl) {
    return new CommitStatusConfig(
        provider,
        api.or(() -> provider.apiOf(repositoryUrl)).orElseThrow(() -> notGuessed("api")),
        project.or(() -> Forge.projectOf(repositoryUrl)).orElseThrow(() -> notGuessed("project")),
        tokenFile,
        targetUrl);
  }

  private static BadValue notGuessed(String key) {
    return new BadValue(
        key + " cannot be guessed from a local repository", "set notify.commitStatus." + key);
  }

  static String parseApi(String url) {
    if (!API.matcher(url).matches()) {
      throw BadValue.expected("an address such as https://api.github.com", url);
    }
    return url.replaceFirst("/+$", "");
  }

  static String parseProject(String name) {
    if (!PROJECT.matcher(name).matches()) {
      throw BadValue.expected("the name of a project such as acme/config", name);
    }
    return name;
  }

  static String parseTarget(String url) {
    String filled = url.replace(ENVIRONMENT, "x");
    if (url.length() > LONGEST_TARGET
        || filled.contains("{")
        || !TARGET.matcher(filled).matches()) {
      throw BadValue.expected(
          "an address such as https://backstay.example.com/, at most "
              + LONGEST_TARGET
              + " characters",
          url);
    }
    return url;
  }
}
