package dev.backstay.notify;

import dev.backstay.config.CommitStatusConfig;
import dev.backstay.config.Forge;
import dev.backstay.notify.CommitStatus.State;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a service takes a commit status: address, headers, fields and words, as its documentation
 * says.
 *
 * @param branch that the commits are on
 */
record ForgeApi(CommitStatusConfig config, String branch) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** GitHub refuses longer descriptions; GitLab's limit. Gitea has none. */
  private static final int LONGEST_AT_GITHUB = 140;

  private static final int LONGEST = 255;

  URI address(CommitStatus status) {
    String statuses = "/statuses/" + status.revision();
    return URI.create(
        config.api()
            + switch (config.provider()) {
              case GITHUB, GITEA -> "/repos/" + config.project() + statuses;
              case GITLAB ->
                  "/projects/"
                      + URLEncoder.encode(config.project(), StandardCharsets.UTF_8)
                      + statuses;
            });
  }

  Map<String, String> headers(String token) {
    return switch (config.provider()) {
      case GITHUB ->
          Map.of(
              "Authorization",
              "Bearer " + token,
              "Accept",
              "application/vnd.github+json",
              "X-GitHub-Api-Version",
              "2022-11-28");
      case GITLAB -> Map.of("PRIVATE-TOKEN", token, "Accept", "application/json");
      case GITEA -> Map.of("Authorization", "token " + token, "Accept", "application/json");
    };
  }

  String body(CommitStatus status) {
    ObjectNode body = JSON.createObjectNode();
    body.put("state", word(config.provider(), status.state()));
    body.put("context", "backstay/" + status.environment());
    body.put("description", bounded(status.description(), longest()));
    config
        .targetUrl()
        .map(url -> url.replace(CommitStatusConfig.ENVIRONMENT, status.environment()))
        .ifPresent(url -> body.put("target_url", url));
    if (config.provider() == Forge.GITLAB) {
      body.put("ref", branch);
    }
    return JSON.writeValueAsString(body);
  }

  static String word(Forge forge, State state) {
    return switch (forge) {
      case GITHUB, GITEA ->
          switch (state) {
            case PENDING -> "pending";
            case SUCCESS -> "success";
            case FAILURE -> "failure";
            case ERROR, SUPERSEDED -> "error";
          };
      case GITLAB ->
          switch (state) {
            case PENDING -> "running";
            case SUCCESS -> "success";
            case FAILURE, ERROR -> "failed";
            case SUPERSEDED -> "canceled";
          };
    };
  }

  private int longest() {
    return config.provider() == Forge.GITHUB ? LONGEST_AT_GITHUB : LONGEST;
  }

  /** GitLab's way to say that a status is what it is to become. */
  boolean saysThatItStands(int code, String body) {
    return config.provider() == Forge.GITLAB
        && code == 400
        && body.contains("Cannot transition status");
  }

  /** Whole characters, on one line. */
  static String bounded(String text, int most) {
    String line = text.replaceAll("\\s+", " ").strip();
    if (line.codePointCount(0, line.length()) <= most) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
  }
}
