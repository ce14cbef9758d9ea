package dev.backstay.config;

import static dev.backstay.config.Reading.REPOSITORY;
import static dev.backstay.config.Reading.errors;
import static dev.backstay.config.Reading.valid;
import static dev.backstay.config.Reading.withRepository;
import static dev.backstay.config.Reading.withTop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a config repo may be, and that nothing secret is taken from there or told. */
class GitUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example.com/acme/config.git",
        "https://git.example.com:8443/acme/config.git",
        "http://127.0.0.1:3000/acme/config",
        "https://[::1]:8443/config.git",
        "ssh://git@git.example.com/acme/config.git",
        "ssh://git@git.example.com:2222/acme/config.git",
        "ssh://git.example.com/~acme/config.git",
        "git@git.example.com:acme/config.git",
        "git.example.com:acme/config.git",
        "file:///srv/git/config.git",
        "/srv/git/config.git"
      })
  void keepsWhatGitUnderstands(String url) {
    assertThat(read(url)).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource({
    "config.git, /etc/backstay/config.git",
    "./config.git, /etc/backstay/config.git",
    "../../srv/config, /srv/config",
    "/srv//config/, /srv/config"
  })
  void resolvesLocalPathsAgainstTheFolderOfTheFile(String written, String url) {
    assertThat(read(written)).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git://git.example.com/config.git",
        "ftp://git.example.com/config.git",
        "ext::sh -c touch% /tmp/pwned",
        "https://",
        "https:/git.example.com/config.git",
        "https://git.example.com:port/config.git",
        "ssh://-oProxyCommand=touch/config.git",
        "-oProxyCommand=touch:config.git",
        "file://config.git",
        "https://git example.com/config.git",
        "::config"
      })
  void refusesOtherUrls(String url) {
    assertThat(errors(withUrl(url)))
        .containsExactly(
            "backstay.yaml:2: url: expected an https or ssh URL, git@host:path or a local path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://ada:s3cret@git.example.com/config.git",
        "https://s3cret@git.example.com/config.git",
        "HTTPS://ada:s3cret@git.example.com/config.git",
        "https:/ada:s3cret@git.example.com/config.git",
        "https//ada:s3cret@git.example.com/config.git",
        "https://ada:12/s3cret@git.example.com/config.git",
        "https://ada:s3@cret@git.example.com/config.git",
        "ssh://git:s3cret@git.example.com/config.git",
        "git:s3cret@git.example.com:config.git",
        "ftp://ada:s3cret@git.example.com/config.git"
      })
  void refusesCredentialsAndDoesNotRepeatThem(String url) {
    assertThat(errors(withUrl(url)))
        .containsExactly(
            "backstay.yaml:2: url: the URL holds a user name or a password"
                + " (take it out of the URL and name its Secret in auth.secret)");
  }

  @Test
  void refusesQueriesWhichMayHoldATokenAsWell() {
    assertThat(errors(withUrl("https://git.example.com/config.git?private_token=s3cret")))
        .containsExactly("backstay.yaml:2: url: the URL must not have a query or a fragment");
  }

  @Test
  void refusesCredentialsInCodeToo() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RepositoryConfig(
                    "https://ada:s3cret@git.example.com/config.git",
                    "main",
                    Duration.ofSeconds(15),
                    Optional.empty(),
                    Optional.empty(),
                    RewritePolicy.REFUSE,
                    Duration.ofSeconds(20),
                    Optional.empty()))
        .withMessage("the URL holds a user name or a password");
  }

  @Test
  void doesNotRepeatACredentialInTheWrongPlace() {
    assertThat(errors(withRepository("auth: { secret: S3cret! }", "timeout: 5")))
        .containsExactly(
            "backstay.yaml:3: secret: expected the name of a Secret"
                + " (its keys are files in the folder secrets/<name> beside this file)",
            "backstay.yaml:4: timeout: expected a duration such as 15s or 5m, not \"5\"");
    assertThat(errors(withRepository("auth: { secret: 314159 }", "auth2: { password: s3cret }")))
        .noneMatch(error -> error.contains("314159") || error.contains("s3cret"));
    assertThat(errors(withTop("dataDir: ~https://ada:s3cret@git.example.com/config.git")))
        .containsExactly(
            "backstay.yaml:7: dataDir: ~ is not expanded in \"***@git.example.com/config.git\""
                + " (write the path in full)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*s3cret",
        "!!s3cret x",
        "!s3cret!x y",
        "%s3cret",
        "@s3cret",
        "`s3cret",
        "&s3cret"
      })
  void doesNotRepeatAPasswordThatYamlCannotRead(String password) {
    assertThat(errors(withRepository("auth: { password: " + password + " }")))
        .isNotEmpty()
        .noneMatch(error -> error.contains("s3cret"));
  }

  private static String read(String url) {
    return valid(withUrl(url)).repository().url();
  }

  private static String withUrl(String url) {
    return withRepository().replace(REPOSITORY, "repository:\n  url: '" + url + "'\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://git.example.com/c.git", "http://127.0.0.1.example.com/c.git"})
  void sendsCredentialsToNobodyInTheClear(String url) {
    assertThat(
            errors(withUrl(url).replace("environments:", "  auth: { secret: g }\nenvironments:")))
        .containsExactly(
            "backstay.yaml:1: the credentials of auth would go to an http URL in the clear"
                + " (write https)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:3000/c.git",
        "http://[::1]:3000/c.git",
        "http://localhost/c.git",
        "https://git.example.com/c.git"
      })
  void sendsCredentialsWhereNobodyListens(String url) {
    String yaml = withUrl(url).replace("environments:", "  auth: { secret: g }\nenvironments:");

    assertThat(valid(yaml).repository().credentials()).isPresent();
  }

  @Test
  void takesAProxyForTheWebOnlyAndNoPasswordInIt() {
    assertThat(Reading.repository("proxy: http://proxy.example.com:3128").proxy())
        .contains(new ProxyAddress("proxy.example.com", 3128));
    assertThat(errors(withRepository("proxy: http://ada:s3cret@proxy.example.com:3128")))
        .containsExactly(
            "backstay.yaml:3: proxy: the address holds a user name or a password (put them in the"
                + " Secret of auth, as proxy-username and proxy-password)");
    assertThat(errors(withRepository("proxy: proxy.example.com")))
        .containsExactly(
            "backstay.yaml:3: proxy: expected an address such as http://proxy.example.com:3128,"
                + " not \"proxy.example.com\"");
    String ssh = withUrl("git@git.example.com:c.git");
    assertThat(
            errors(ssh.replace("environments:", "  proxy: http://p.example.com:1\nenvironments:")))
        .containsExactly(
            "backstay.yaml:1: a proxy is for https URLs only (take repository.proxy out)");
  }
}
