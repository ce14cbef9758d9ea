package dev.backstay.config;

import static dev.backstay.config.Reading.environment;
import static dev.backstay.config.Reading.errors;
import static dev.backstay.config.Reading.repository;
import static dev.backstay.config.Reading.valid;
import static dev.backstay.config.Reading.withEnvironment;
import static dev.backstay.config.Reading.withRepository;
import static dev.backstay.config.Reading.withTop;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of single values. */
class ValuesTest {

  @ParameterizedTest
  @CsvSource({
    "1500ms, PT1.5S",
    "15s, PT15S",
    "5m, PT5M",
    "1h, PT1H",
    "1h30m, PT1H30M",
    "1m30s500ms, PT1M30.5S",
    "90m, PT1H30M",
    "24h, PT24H"
  })
  void readsDurationsInWords(String words, Duration duration) {
    assertThat(environment("healthTimeout: " + words).healthTimeout()).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"15", "1.5s", "15 s", "5min", "1d", "30m1h", "-5s", "PT5M", "1:30", "h", "s"})
  void refusesOtherDurations(String words) {
    assertThat(errors(withEnvironment("healthTimeout: " + words)))
        .containsExactly(
            "backstay.yaml:7: healthTimeout: expected a duration such as 15s or 5m, not \""
                + words
                + "\"");
  }

  @Test
  void refusesDurationsThatAreTooShortOrTooLong() {
    assertThat(errors(withRepository("pollInterval: 500ms", "timeout: 0s")))
        .containsExactly(
            "backstay.yaml:3: pollInterval: must be at least 1s",
            "backstay.yaml:4: timeout: must be at least 1s");
    assertThat(errors(withEnvironment("healthTimeout: 999999h")))
        .containsExactly("backstay.yaml:7: healthTimeout: must be at most 24h");
  }

  @ParameterizedTest
  @CsvSource({"0%, 0", "5%, 5", "'\"50%\"', 50", "100%, 100"})
  void readsPercentages(String words, int percent) {
    assertThat(environment("prune: { maxShare: " + words + " }").prune().maxSharePercent())
        .isEqualTo(percent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"50", "0.5", "101%", "-1%", "12.5%", "05%", "half"})
  void refusesOtherPercentages(String words) {
    assertThat(errors(withEnvironment("prune: { maxShare: " + words + " }")))
        .containsExactly(
            "backstay.yaml:7: maxShare: expected a percentage such as 50%, not \"" + words + "\"");
  }

  @Test
  void readsPortsAndAddresses() {
    HttpConfig http = valid(withTop("http: { address: '::1', port: 0, probePort: 0 }")).http();

    assertThat(http.address()).isEqualTo("::1");
    assertThat(http.port()).isZero();
    assertThat(http.probePort()).isZero();
    assertThat(valid(withTop("http: { port: 65535 }")).http().port()).isEqualTo(65535);
  }

  @ParameterizedTest
  @ValueSource(strings = {"65536", "-1", "080", "0x50", "8_080", "http"})
  void refusesOtherPorts(String port) {
    assertThat(errors(withTop("http: { port: " + port + " }")))
        .containsExactly(
            "backstay.yaml:7: port: expected a port between 0 and 65535, not \"" + port + "\"");
  }

  @Test
  void refusesAQuotedPortAndTheSamePortTwice() {
    assertThat(errors(withTop("http: { port: \"80\" }")))
        .containsExactly("backstay.yaml:7: port: expected a port between 0 and 65535, not text");
    assertThat(errors(withTop("http:", "  port: 8081")))
        .containsExactly("backstay.yaml:7: port and probePort must not be the same, as 8081 is");
  }

  @Test
  void refusesAddressesThatAreNone() {
    assertThat(errors(withTop("http: { address: 'http://localhost' }")))
        .containsExactly(
            "backstay.yaml:7: address: expected an address to listen on such as 0.0.0.0"
                + " or 127.0.0.1, not \"http://localhost\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "on", "True", "1", "enabled"})
  void readsOnlyTrueAndFalseAsSuch(String word) {
    assertThat(errors(withEnvironment("prune: { enabled: " + word + " }")))
        .containsExactly("backstay.yaml:7: enabled: expected true or false, not \"" + word + "\"");
  }

  @Test
  void refusesUnknownChoices() {
    assertThat(errors(withRepository("rewrites: REFUSE")))
        .containsExactly("backstay.yaml:3: rewrites: expected refuse or follow, not \"REFUSE\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "release/1.x", "feature/a-b_c", "'2024'", "'@home'"})
  void acceptsNamesOfBranches(String branch) {
    assertThat(repository("branch: " + branch).branch()).isEqualTo(branch.replace("'", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-x", "/main", "main/", "a..b", "a//b", "a b", "a~1", "a^", "a:b", "a?", "a*", "a[b",
        "a\\b", "x.lock", ".a", "a.", "a/.b", "a@{1}", "@"
      })
  void refusesNamesThatNoBranchHas(String branch) {
    assertThat(errors(withRepository("branch: '" + branch + "'")))
        .containsExactly(
            "backstay.yaml:3: branch: expected the name of a branch, not \"" + branch + "\"");
  }

  @Test
  void asksForTheShortNameOfABranch() {
    assertThat(errors(withRepository("branch: refs/heads/main")))
        .containsExactly(
            "backstay.yaml:3: branch: expected the short name of a branch,"
                + " not \"refs/heads/main\" (write main, not refs/heads/main)");
  }

  @Test
  void doesNotExpandTheHomeFolder() {
    assertThat(errors(withTop("dataDir: ~/backstay")))
        .containsExactly(
            "backstay.yaml:7: dataDir: ~ is not expanded in \"~/backstay\""
                + " (write the path in full)");
  }
}
