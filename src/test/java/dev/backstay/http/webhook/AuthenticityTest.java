package dev.backstay.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.WebhookSigner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who knows the secret may have the config repo looked at, and nobody else. */
final class AuthenticityTest {
  @TempDir private Path folder;
  private Receiver receiver;

  @BeforeEach
  void listen() {
    receiver = new Receiver(folder);
  }

  private void assertRefused(Answer answer) {
    assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(receiver.wakes).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whoKnowsTheSecretWakes(Way way) {
    receiver.knows(way.secret('a'));
    Answer answer = receiver.take(way, way.headers(way.secret('a'), way.push()), way.push());
    assertThat(answer.outcome()).isEqualTo(Outcome.WOKEN);
    assertThat(receiver.wakes).containsExactly(Receiver.NOW);
  }

  @ParameterizedTest
  @EnumSource
  void anotherSecretIsRefused(Way way) {
    receiver.knows(way.secret('a'));
    assertRefused(receiver.take(way, way.headers(way.secret('b'), way.push()), way.push()));
  }

  @ParameterizedTest
  @EnumSource
  void whatProvesNothingIsRefusedAndToldWhatIsMissing(Way way) {
    receiver.knows(way.secret('a'));
    Answer answer = receiver.take(way, way.pushHeaders(), way.push());
    assertRefused(answer);
    assertThat(answer.detail()).contains("is missing");
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyProofIsRefused(Way way) {
    receiver.knows(way.secret('a'));
    Map<String, String> headers = way.pushHeaders();
    headers.put(way.header, way.prefix);
    assertRefused(receiver.take(way, headers, way.push()));
  }

  /** An HMAC with an empty key would be anybody's. */
  @ParameterizedTest
  @EnumSource
  void withAnEmptySecretFileNobodyIsLetIn(Way way) {
    receiver.knows("");
    String key = way == Way.GITLAB_SIGNED ? way.secret('a') : "x";
    Map<String, String> headers = way.headers(key, way.push());
    if (!way.signsTheBody()) {
      headers.put(way.header, way.prefix);
    }
    Answer answer = receiver.take(way, headers, way.push());
    assertThat(answer.outcome()).isEqualTo(Outcome.MISCONFIGURED);
    assertThat(answer.detail()).contains("http.webhooks." + way.provider.word() + ".secretFile");
    assertThat(receiver.wakes).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whileTheSecretIsChangedBothAreKnownAndThenOnlyTheNewOne(Way way) {
    receiver.knows(way.secret('a'), way.secret('b'));
    String one = way.push(Payloads.PUSHED, "1".repeat(40));
    Map<String, String> old = way.headers(way.secret('a'), one);
    assertThat(receiver.take(way, old, one).outcome()).isEqualTo(Outcome.WOKEN);
    Map<String, String> fresh = way.headers(way.secret('b'), way.push());
    assertThat(receiver.take(way, fresh, way.push()).isGenuine()).isTrue();

    receiver.knows(way.secret('b'));
    assertThat(receiver.take(way, old, one).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(receiver.take(way, fresh, way.push()).isGenuine()).isTrue();
  }

  static Stream<Way> signing() {
    return Stream.of(Way.values()).filter(Way::signsTheBody);
  }

  @ParameterizedTest
  @MethodSource("signing")
  void anotherBodyThanWasSignedIsRefused(Way way) {
    receiver.knows(way.secret('a'));
    String body = way.push();
    Map<String, String> headers = way.headers(way.secret('a'), body);
    assertRefused(receiver.take(way, headers, body.substring(0, body.length() - 1)));
    assertRefused(receiver.take(way, headers, body + " "));
    assertRefused(receiver.take(way, headers, body.replace("main", "Main")));
    assertRefused(receiver.take(way, headers, ""));
  }

  static Stream<Arguments> badHex() {
    return Stream.of(Way.values())
        .filter(Way::isHex)
        .flatMap(
            way -> {
              String good = WebhookSigner.hex(way.secret('a'), way.push());
              return Stream.of(
                      way.prefix + good.substring(0, 62),
                      way.prefix + good.substring(0, 63),
                      way.prefix + good + "00",
                      way.prefix + good + good,
                      way.prefix + good.substring(0, 63) + "\uff11", // a wide digit one
                      way.prefix + good.substring(0, 63) + "g",
                      way.prefix + "0".repeat(64),
                      way.prefix + HexFormat.of().formatHex(good.getBytes(StandardCharsets.UTF_8)),
                      "sha1=" + WebhookSigner.sha1(way.secret('a'), way.push()),
                      WebhookSigner.sha1(way.secret('a'), way.push()),
                      "sha512=" + good,
                      "SHA256=" + good,
                      "sha256=sha256=" + good,
                      way.prefix.isEmpty() ? "sha256=" + good : good,
                      way.secret('a'))
                  .map(signature -> Arguments.of(way, signature));
            });
  }

  @ParameterizedTest
  @MethodSource("badHex")
  void whatIsNoSignatureOfTheWholeBodyIsRefused(Way way, String signature) {
    receiver.knows(way.secret('a'));
    Map<String, String> headers = way.pushHeaders();
    headers.put(way.header, signature);
    assertRefused(receiver.take(way, headers, way.push()));
  }

  @ParameterizedTest
  @MethodSource("signing")
  void hexadecimalDigitsMayBeCapitalLetters(Way way) {
    receiver.knows(way.secret('a'));
    Map<String, String> headers = way.headers(way.secret('a'), way.push());
    if (way.isHex()) {
      String capital = WebhookSigner.hex(way.secret('a'), way.push()).toUpperCase(Locale.ROOT);
      headers.put(way.header, way.prefix + capital);
    }
    assertThat(receiver.take(way, headers, way.push()).outcome()).isEqualTo(Outcome.WOKEN);
  }

  @Test
  void gitHubsOldSignatureAloneIsNotEnough() {
    Way way = Way.GITHUB_SIGNATURE;
    receiver.knows(way.secret('a'));
    Map<String, String> headers = way.pushHeaders();
    headers.put("X-Hub-Signature", "sha1=" + WebhookSigner.sha1(way.secret('a'), way.push()));
    assertRefused(receiver.take(way, headers, way.push()));
  }

  @Test
  void aBadSignatureOfGiteaIsNotRescuedByAnotherHeader() {
    Way way = Way.GITEA_HUB_SIGNATURE;
    receiver.knows(way.secret('a'));
    Map<String, String> headers = way.headers(way.secret('a'), way.push());
    headers.put("X-Gitea-Signature", "0".repeat(64));
    assertRefused(receiver.take(way, headers, way.push()));
  }

  @Test
  void aBadSignatureIsNotRescuedByATokenThatWouldDo() {
    receiver.knows(Way.GENERIC_BEARER.secret('a'));
    Map<String, String> headers = Way.GENERIC_BEARER.headers(Way.GENERIC_BEARER.secret('a'), "{}");
    headers.put("X-Backstay-Signature", "sha256=" + "0".repeat(64));
    assertRefused(receiver.take(Way.GENERIC_BEARER, headers, "{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic secret-aaaaaaaaaaaaaaaaaaaa",
        "bearer",
        "Bearer",
        "Bearer secret-aaaaaaaaaaaaaaaaaaa",
        "Bearer secret-aaaaaaaaaaaaaaaaaaaaa",
        "Bearer SECRET-AAAAAAAAAAAAAAAAAAAA",
        "Bearer secret-aaaaaaaaaaaaaaaaaaaa secret-aaaaaaaaaaaaaaaaaaaa",
        "secret-aaaaaaaaaaaaaaaaaaaa"
      })
  void onlyTheWholeTokenOpens(String authorization) {
    receiver.knows("secret-aaaaaaaaaaaaaaaaaaaa");
    Map<String, String> headers = Way.GENERIC_BEARER.pushHeaders();
    headers.put("Authorization", authorization);
    assertRefused(receiver.take(Way.GENERIC_BEARER, headers, "{}"));
  }

  @Test
  void secretsOfAnyAlphabetWork() {
    String secret = "Geheimnis-für-Überprüfung-検査";
    receiver.knows(secret);
    String body = Way.GITHUB_SIGNATURE.push();
    Map<String, String> signed = Way.GITHUB_SIGNATURE.headers(secret, body);
    assertThat(receiver.take(Way.GITHUB_SIGNATURE, signed, body).outcome())
        .isEqualTo(Outcome.WOKEN);
    // a header comes byte by byte
    String bytes = new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    Map<String, String> token = Way.GITLAB_TOKEN.headers(bytes, Way.GITLAB_TOKEN.push());
    assertThat(receiver.take(Way.GITLAB_TOKEN, token, Way.GITLAB_TOKEN.push()).outcome())
        .isEqualTo(Outcome.WOKEN);
  }

  @ParameterizedTest
  @CsvSource({
    "webhook-timestamp, 1777895699, too old",
    "webhook-timestamp, 1777896301, too new",
    "webhook-timestamp, '', no time",
    "webhook-timestamp, soon, no number",
    "webhook-timestamp, -1777896000, negative",
    "webhook-timestamp, 17778960000000000000, no such time",
    "webhook-timestamp, 1777896001, another time than was signed",
    "webhook-id, msg_2, another id than was signed",
    "webhook-id, '', no id",
    "webhook-signature, 'v1,', nothing",
    "webhook-signature, 'v1,####', no base64",
    "webhook-signature, 'v1a,AAAA', another algorithm"
  })
  void aSigningTokensSignatureIsOfIdTimeAndBody(String header, String value, String why) {
    Way way = Way.GITLAB_SIGNED;
    receiver.knows(way.secret('a'));
    Map<String, String> headers = way.headers(way.secret('a'), way.push());
    headers.put(header, value);
    assertThat(receiver.take(way, headers, way.push()).outcome())
        .as(why)
        .isEqualTo(Outcome.REFUSED);
  }

  /** Also where the signature itself is right, as that of a delivery that somebody has kept. */
  @ParameterizedTest
  @ValueSource(longs = {-301, 301, -86_400})
  void whatWasSignedTooFarFromNowIsRefused(long seconds) {
    Way way = Way.GITLAB_SIGNED;
    receiver.knows(way.secret('a'));
    String time = Long.toString(Receiver.NOW.getEpochSecond() + seconds);
    Map<String, String> headers = way.pushHeaders();
    headers.put("webhook-timestamp", time);
    headers.put(way.header, WebhookSigner.standard(way.secret('a'), "msg_1", time, way.push()));
    assertRefused(receiver.take(way, headers, way.push()));
  }

  @Test
  void oneOfSeveralSignaturesIsEnough() {
    Way way = Way.GITLAB_SIGNED;
    receiver.knows(way.secret('a'));
    String others = "v1a,AAAA " + WebhookSigner.standard(way.secret('b'), "msg_1", Way.TIME, "x");
    Map<String, String> headers = way.headers(way.secret('a'), way.push());
    headers.merge(way.header, others, (good, bad) -> bad + " " + good);
    assertThat(receiver.take(way, headers, way.push()).outcome()).isEqualTo(Outcome.WOKEN);
  }

  /** The key of signatures is never sent; who sends it has it from somewhere else. */
  @Test
  void aSigningTokenIsNoSecretToken() {
    Way way = Way.GITLAB_TOKEN;
    receiver.knows(Way.GITLAB_SIGNED.secret('a'));
    Map<String, String> headers = way.headers(Way.GITLAB_SIGNED.secret('a'), way.push());
    assertRefused(receiver.take(way, headers, way.push()));
  }

  @Test
  void fromASecretTokenToASigningTokenBothAreKnown() {
    receiver.knows(Way.GITLAB_TOKEN.secret('a'), Way.GITLAB_SIGNED.secret('b'));
    for (Way way : new Way[] {Way.GITLAB_TOKEN, Way.GITLAB_SIGNED}) {
      String secret = way.secret(way == Way.GITLAB_TOKEN ? 'a' : 'b');
      Answer answer = receiver.take(way, way.headers(secret, way.push()), way.push());
      assertThat(answer.outcome()).as("%s", way).isEqualTo(Outcome.WOKEN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheSenderWroteIsNeverRepeated(Way way) {
    receiver.knows(way.secret('a'));
    Map<String, String> headers = way.headers(way.secret('b'), "\u001b[2J evil\n");
    headers.put("X-GitHub-Event", "evil");
    assertThat(receiver.take(way, headers, "{\"ref\":\"evil\"}").detail())
        .doesNotContain("evil", way.secret('a'), way.secret('b'));
  }
}
