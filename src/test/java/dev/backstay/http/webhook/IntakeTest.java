package dev.backstay.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.config.WebhookProvider;
import dev.backstay.testing.WebhookSigner;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a genuine webhook says, and what comes of it. */
final class IntakeTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  @TempDir private Path folder;
  private Receiver receiver;

  @BeforeEach
  void listen() {
    receiver = new Receiver(folder);
  }

  private Answer take(Way way, String body) {
    receiver.knows(way.secret('a'));
    return receiver.take(way, way.headers(way.secret('a'), body), body);
  }

  private Answer take(Way way, String body, String header, String value) {
    receiver.knows(way.secret('a'));
    Map<String, String> headers = way.headers(way.secret('a'), body);
    headers.put(header, value);
    return receiver.take(way, headers, body);
  }

  @ParameterizedTest
  @EnumSource
  void anotherBranchIsIgnored(Way way) {
    for (String ref :
        new String[] {"refs/heads/main2", "refs/heads/feature/main", "refs/heads/Main"}) {
      Answer answer = take(way, way.push(ref, Payloads.after()));
      assertThat(answer.outcome()).as(ref).isEqualTo(Outcome.IGNORED);
      assertThat(answer.detail()).contains("another ref than the branch main");
    }
    assertThat(receiver.wakes).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aTagIsIgnoredAlsoOneThatIsCalledAsTheBranch(Way way) {
    assertThat(take(way, way.push("refs/tags/main", Payloads.after())).outcome())
        .isEqualTo(Outcome.IGNORED);
    assertThat(receiver.wakes).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aDeletedBranchIsOfConcernOnlyIfItIsOurs(Way way) {
    assertThat(take(way, way.push("refs/heads/feature", Payloads.NOTHING)).outcome())
        .isEqualTo(Outcome.IGNORED);
    assertThat(take(way, way.push(Payloads.PUSHED, Payloads.NOTHING)).outcome())
        .isEqualTo(Outcome.WOKEN);
  }

  @ParameterizedTest
  @EnumSource
  void theSameDeliveryWakesOnce(Way way) {
    assertThat(take(way, way.push()).outcome()).isEqualTo(Outcome.WOKEN);
    // who has seen a bearer token needs no replay, and a script may always say the same
    boolean isRepeat = way != Way.GENERIC_BEARER;
    assertThat(take(way, way.push()).outcome())
        .isEqualTo(isRepeat ? Outcome.REPEATED : Outcome.WOKEN);
    assertThat(receiver.wakes).hasSize(isRepeat ? 1 : 2);
  }

  /** Anybody on the way could change the id, since it is not signed. */
  @Test
  void anotherDeliveryIdMakesNoOtherDelivery() {
    Way way = Way.GITHUB_SIGNATURE;
    take(way, way.push(), "X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958");
    Answer again =
        take(way, way.push(), "X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0959");
    assertThat(again.outcome()).isEqualTo(Outcome.REPEATED);
  }

  /** There and back and there again: GitLab says the same of the first and the last push. */
  @Test
  void gitLabsPushesAreToldApartByTheirNames() {
    Way way = Way.GITLAB_TOKEN;
    take(way, way.push());
    assertThat(take(way, way.push(), "Idempotency-Key", "msg_2").outcome())
        .isEqualTo(Outcome.WOKEN);
  }

  @Test
  void gitHubsPingIsAnswered() {
    Answer answer = take(Way.GITHUB_SIGNATURE, Payloads.GITHUB_PING, "X-GitHub-Event", "ping");
    assertThat(answer.outcome()).isEqualTo(Outcome.PING);
    assertThat(receiver.wakes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GITHUB_SIGNATURE, X-GitHub-Event, issues",
    "GITHUB_SIGNATURE, X-GitHub-Event, PUSH",
    "GITHUB_SIGNATURE, X-GitHub-Event, ''",
    "GITLAB_TOKEN, X-Gitlab-Event, Tag Push Hook",
    "GITLAB_TOKEN, X-Gitlab-Event, Merge Request Hook",
    "GITLAB_SIGNED, X-Gitlab-Event, Pipeline Hook",
    "GITEA_SIGNATURE, X-Gitea-Event, pull_request"
  })
  void otherEventsAreIgnoredPolitely(Way way, String header, String event) {
    Answer answer = take(way, way.push(), header, event);
    assertThat(answer.outcome()).isEqualTo(Outcome.IGNORED);
    assertThat(answer.outcome().status()).isEqualTo(202);
    assertThat(receiver.wakes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"event_name\":\"push\",\"ref\":\"refs/heads/main\"}', WOKEN",
    "'{\"event_name\":\"push\",\"ref\":\"refs/heads/other\"}', IGNORED",
    "'{\"event_name\":\"project_create\",\"name\":\"config\"}', IGNORED",
    "'{\"event_name\":\"repository_update\",\"refs\":[\"refs/heads/main\"]}', IGNORED",
    "'{\"event_name\":\"push\"}', MALFORMED",
    "'push', MALFORMED"
  })
  void gitLabsSystemHooksSayInTheirBodyWhatTheyAre(String body, Outcome outcome) {
    assertThat(take(Way.GITLAB_TOKEN, body, "X-Gitlab-Event", "System Hook").outcome())
        .isEqualTo(outcome);
  }

  @Test
  void gitHubsFormIsSignedAsItIs() {
    Way way = Way.GITHUB_SIGNATURE;
    String form = "payload=" + URLEncoder.encode(way.push(), StandardCharsets.UTF_8);
    assertThat(take(way, form, "Content-Type", FORM + "; charset=utf-8").outcome())
        .isEqualTo(Outcome.WOKEN);
    String other =
        "a=b&payload="
            + URLEncoder.encode(way.push("refs/heads/x", "1"), StandardCharsets.UTF_8)
            + "&c=d";
    assertThat(take(way, other, "Content-Type", FORM).outcome()).isEqualTo(Outcome.IGNORED);
  }

  @Test
  void giteasFormIsSignedByWhatItWraps() {
    Way way = Way.GITEA_SIGNATURE;
    receiver.knows(way.secret('a'));
    Map<String, String> headers = way.headers(way.secret('a'), way.push());
    headers.put("Content-Type", FORM);
    String form = "payload=" + URLEncoder.encode(way.push(), StandardCharsets.UTF_8);
    assertThat(receiver.take(way, headers, form).outcome()).isEqualTo(Outcome.WOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "payload=", "load={}", "payload=%", "payload=%zz", "xpayload={}", "&&"})
  void aFormWithoutAPayloadIsNotUnderstood(String form) {
    assertThat(take(Way.GITHUB_SIGNATURE, form, "Content-Type", FORM).outcome())
        .isEqualTo(Outcome.MALFORMED);
    assertThat(receiver.wakes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"refs/heads/main\"",
        "{",
        "{}",
        "{\"ref\":null}",
        "{\"ref\":1}",
        "{\"ref\":[\"refs/heads/main\"]}",
        "{\"ref\":{\"ref\":\"refs/heads/main\"}}",
        "{\"repository\":{\"ref\":\"refs/heads/main\"}}",
        "{\"commits\":[{\"ref\":\"refs/heads/main\"}]}",
        "{'ref':'refs/heads/main'}",
        "ref=refs/heads/main"
      })
  void aPushThatDoesNotSayOfWhatIsNotUnderstood(String body) {
    for (Way way : new Way[] {Way.GITHUB_SIGNATURE, Way.GITLAB_TOKEN, Way.GITEA_SIGNATURE}) {
      assertThat(take(way, body).outcome()).as("%s", way).isEqualTo(Outcome.MALFORMED);
    }
    assertThat(receiver.wakes).isEmpty();
  }

  @Test
  void nestedTooDeepOrNoTextIsNotUnderstood() {
    Way way = Way.GITHUB_SIGNATURE;
    assertThat(take(way, "[".repeat(500_000)).outcome()).isEqualTo(Outcome.MALFORMED);
    assertThat(take(way, "{\"a\":".repeat(100_000)).outcome()).isEqualTo(Outcome.MALFORMED);
    assertThat(take(way, "{\"" + "k".repeat(100_000) + "\":1}").outcome())
        .isEqualTo(Outcome.MALFORMED);
    byte[] noText = {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'};
    receiver.knows(way.secret('a'));
    Map<String, String> headers = way.pushHeaders();
    headers.put(way.header, "sha256=" + WebhookSigner.hex(way.secret('a'), noText));
    assertThat(receiver.take(WebhookProvider.GITHUB, headers, noText).outcome())
        .isEqualTo(Outcome.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "deployed",
        "{\"ref\":\"refs/heads/main\"}",
        "{\"ref\":\"main\"}",
        "{\"branch\":\"main\"}",
        "{\"branch\":\"other\",\"ref\":\"refs/heads/main\"}",
        "{\"commit\":\"59b20b8d5c6f\"}"
      })
  void aScriptMaySayAnythingThatDoesNotNameAnotherBranch(String body) {
    assertThat(take(Way.GENERIC_SIGNATURE, body).outcome()).isEqualTo(Outcome.WOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"ref\":\"other\"}", "{\"branch\":\"other\"}", "{\"ref\":\"heads/main\"}"})
  void aScriptThatNamesAnotherBranchIsIgnored(String body) {
    assertThat(take(Way.GENERIC_SIGNATURE, body).outcome()).isEqualTo(Outcome.IGNORED);
  }
}
