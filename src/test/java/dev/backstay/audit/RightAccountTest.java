package dev.backstay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As whom an environment's objects and records are written. */
final class RightAccountTest {
  private static final String ACCOUNT = "system:serviceaccount:backstay:deployer";

  private static Script as(String configured) {
    return new Script().scope(",\"serviceAccount\":\"" + configured + "\"").start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployer", "backstay/deployer"})
  void p6SeesNothingWrongWhereEachIsWrittenAsWhoeverItBelongsTo(String configured) {
    Script script = as(configured).sync(1, "aaa");
    script.by(ACCOUNT).dryRun("shop/a").by("").parent().by(ACCOUNT).apply("shop/a");
    script.request("get", "namespaces", "/shop", "", 200).by("");
    script.request("get", "namespaces", "/shop", "", 200);
    assertThat(script.entry(1, "synced", "aaa", 1, 1).end().violations()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "deployer, ''",
    "deployer, system:serviceaccount:backstay:other",
    "deployer, system:serviceaccount:backstay:my-deployer",
    "deployer, deployer",
    "deployer, system:serviceaccount:deployer",
    "teams/deployer, system:serviceaccount:backstay:deployer",
    "'', system:serviceaccount:backstay:deployer"
  })
  void p6SeesAnObjectThatWasWrittenAsSomebodyElse(String configured, String account) {
    Script script = as(configured).sync(1, "aaa").parent();
    script.by(account).apply("shop/a").by("");
    assertThat(script.entry(1, "synced", "aaa", 1, 1).end().violations())
        .containsExactly("P6 asked as " + (account.isEmpty() ? "the agent itself" : account));
  }

  @Test
  void p6SeesARecordThatWasNotWrittenByTheAgentItself() {
    Script script = as("deployer").sync(1, "aaa").by(ACCOUNT).parent();
    assertThat(script.violations()).containsExactly("P6 asked as " + ACCOUNT);
  }

  @Test
  void p6EventsAreReadAsTheAccountOfTheObjects() {
    Script script = as("deployer").rest();
    script.by(ACCOUNT).request("list", "events", "shop/", "", 200).by("");
    assertThat(script.violations()).isEmpty();

    script.request("list", "events", "shop/", "", 200);
    assertThat(script.violations()).containsExactly("P6 asked as the agent itself");
  }

  @Test
  void p6TakesAQuestionForNoWriteWhoeverAsksIt() {
    Script script = as("deployer").rest();
    script.line(
        """
        {"kind":"Event","stage":"ResponseComplete","verb":"create",\
        "userAgent":"backstay/1.0 one (shop/production; rest)",\
        "requestURI":"/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",\
        "requestReceivedTimestamp":"2026-01-01T00:01:00Z",\
        "objectRef":{"resource":"selfsubjectrulesreviews","apiGroup":"authorization.k8s.io"},\
        "responseStatus":{"code":201}}""");
    assertThat(script.violations()).isEmpty();
  }
}
