package dev.backstay.config;

import static dev.backstay.config.Reading.errors;
import static dev.backstay.config.Reading.valid;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where commit statuses go. */
final class CommitStatusConfigTest {
  /** The keys of the section begin on line 9. */
  private static String yaml(String url, String... keys) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("repository:\n  url: ").append(url).append('\n').append(Reading.ENVIRONMENTS);
    yaml.append("notify:\n  commitStatus:\n");
    for (String key : keys) {
      yaml.append("    ").append(key).append('\n');
    }
    return yaml.toString();
  }

  private static CommitStatusConfig read(String url, String... keys) {
    return valid(yaml(url, keys)).notifications().commitStatus().orElseThrow();
  }

  @Test
  void readsEveryKey() {
    assertThat(
            read(
                "/srv/git/config",
                "provider: gitea",
                "api: http://127.0.0.1:3000/git/api/v1/",
                "project: acme/config",
                "tokenFile: secrets/status/token",
                "targetUrl: 'https://backstay.example.com/?e={environment}'"))
        .isEqualTo(
            new CommitStatusConfig(
                Forge.GITEA,
                "http://127.0.0.1:3000/git/api/v1",
                "acme/config",
                Path.of("/etc/backstay/secrets/status/token"),
                Optional.of("https://backstay.example.com/?e={environment}")));
  }

  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/config.git, github, https://api.github.com, acme/config",
    "git@github.com:acme/config.git, github, https://api.github.com, acme/config",
    "ssh://git@github.com/acme/config, github, https://api.github.com, acme/config",
    "https://git.acme.com/acme/config.git, github, https://git.acme.com/api/v3, acme/config",
    "https://gitlab.com/acme/web/config.git, gitlab, https://gitlab.com/api/v4, acme/web/config",
    "https://gitlab.acme.com:8443/a/c/, gitlab, https://gitlab.acme.com:8443/api/v4, a/c",
    "ssh://git@gitlab.acme.com:2222/a/b/c.git, gitlab, https://gitlab.acme.com/api/v4, a/b/c",
    "git@gitlab.acme.com:/a/c.git, gitlab, https://gitlab.acme.com/api/v4, a/c",
    "http://gitea.git:3000/acme/config, gitea, http://gitea.git:3000/api/v1, acme/config",
    "https://codeberg.org/acme/my.git.repo.git, gitea, https://codeberg.org/api/v1, acme/my.git.repo"
  })
  void guessesApiAndProjectFromTheRepository(
      String url, String provider, String api, String project) {
    CommitStatusConfig config = read(url, "provider: " + provider, "tokenFile: t");
    assertThat(config.api()).isEqualTo(api);
    assertThat(config.project()).isEqualTo(project);
    assertThat(config.targetUrl()).isEmpty();
  }

  @Test
  void saysWhatCannotBeGuessed() {
    assertThat(errors(yaml("/srv/git/config", "provider: github", "tokenFile: t")))
        .containsExactly(
            "backstay.yaml:8: api cannot be guessed from a local repository"
                + " (set notify.commitStatus.api)");
    assertThat(
            errors(
                yaml(
                    "file:///srv/git/config",
                    "provider: github",
                    "tokenFile: t",
                    "api: https://api.github.com")))
        .containsExactly(
            "backstay.yaml:8: project cannot be guessed from a local repository"
                + " (set notify.commitStatus.project)");
    assertThat(
            errors(yaml("https://github.com/a/b/config.git", "provider: github", "tokenFile: t")))
        .containsExactly(
            "backstay.yaml:8: expected a project such as acme/config, not \"a/b/config\""
                + " (set notify.commitStatus.project)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api: github.com",
        "api: 'https://api.github.com?a=b'",
        "api: https://ada:s3cret@git.example.com",
        "project: ../config",
        "project: a//b",
        "project: 'a/b?c'",
        "targetUrl: 'javascript:alert(1)'",
        "targetUrl: 'https://a/{revision}'",
        "targetUrl: 'https://ada:s3cret@b/'"
      })
  void refusesWhatCannotBe(String line) {
    assertThat(
            errors(
                yaml("https://gitlab.com/a/b.git", "provider: gitlab", "tokenFile: token", line)))
        .singleElement()
        .asString()
        .startsWith("backstay.yaml:11: " + line.substring(0, line.indexOf(':')) + ": expected ")
        .doesNotContain("s3cret");
  }

  @Test
  void tellsNoErrorOfItsOwnWhenTheRepositoryIsWrong() {
    assertThat(errors(yaml("https://a b", "provider: github", "tokenFile: t"))).hasSize(1);
  }
}
