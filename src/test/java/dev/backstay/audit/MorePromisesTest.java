package dev.backstay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises about deletes, places, words and the order of commits. */
final class MorePromisesTest {
  private final Script script = new Script().start().deploys(1, "aaa", "shop/a");

  private Script deleting() {
    return script.sync(2, "bbb").parent();
  }

  private Script ended(int total) {
    return script.entry(2, "synced", "bbb", 0, total).end();
  }

  @Test
  void p5SeesADeleteOfWhatWasNotLookedAt() {
    deleting().get("shop/b").delete("shop/a");
    assertThat(ended(9).violations()).containsExactly("P5 deleted without having been looked at");
  }

  @Test
  void p5SeesAnApplyAfterADelete() {
    script.sync(2, "bbb").dryRun("shop/a").parent().prune("shop/b").apply("shop/a");
    assertThat(ended(9).violations())
        .containsExactly("P5 applied after delete /api/v1/namespaces/shop/configmaps/b 200");
  }

  @Test
  void p5KnowsADeleteThatIsWantedBeforeTheApplies() {
    script.sync(2, "bbb").dryRun("shop/a").parent();
    script.prunesFirst(2, "bbb").prune("shop/b").sync(2, "bbb").apply("shop/a");
    assertThat(ended(9).violations()).isEmpty();
  }

  @Test
  void p5KnowsAPodThatIsDeletedToBeMadeAnew() {
    script.scope(", \"prune\": false").sync(2, "bbb").dryRun("shop/a").parent().apply("shop/a");
    script.unsticks(2, "bbb").request("get", "pods", "shop/db-1", "", 200);
    script.request("delete", "pods", "shop/db-1", "", 200).sync(2, "bbb");
    assertThat(ended(9).violations()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"get, configmaps", "list, pods"})
  void p5SeesADeleteThatOnlyPretendsToUnstick(String look, String resource) {
    script.sync(2, "bbb").dryRun("shop/a").parent();
    script.unsticks(2, "bbb").request(look, resource, "shop/db-1", "", 200);
    script.request("delete", resource, "shop/db-1", "", 200).sync(2, "bbb").apply("shop/a");
    assertThat(ended(9).violations()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "configmaps, shop/backstay-production",
    "configmaps, shop/backstay-production-digests-3",
    "secrets, shop/backstay-production",
    "namespaces, /shop"
  })
  void p5SeesADeleteOfWhatTheEnvironmentNeeds(String resource, String object) {
    deleting().request("get", resource, object, "", 200);
    script.request("delete", resource, object, "", 200);
    assertThat(ended(9).violations()).contains("P5 deleted what the environment itself needs");
  }

  @Test
  void p5SeesADeleteOfManyByOneRequest() {
    deleting().request("deletecollection", "configmaps", "shop/", "", 200);
    assertThat(ended(9).violations()).contains("P5 many deleted by one request");
  }

  @Test
  void p5SeesADeleteByACorrection() {
    script.correction(1).prune("shop/a").end();
    assertThat(script.violations()).contains("P5 deleted by a correction of drift");
  }

  @Test
  void p5SeesADeleteAlthoughPruningIsSwitchedOff() {
    script.scope(",\"prune\":false");
    deleting().prune("shop/a");
    assertThat(ended(9).violations())
        .containsExactly("P5 deleted, although pruning is switched off");
  }

  @Test
  void p5SeesMoreDeletesThanTheGuardAllows() {
    deleting();
    IntStream.range(0, 6).forEach(i -> script.prune("shop/o" + i));
    assertThat(ended(4).violations()).containsExactly("P5 6 of 10 objects deleted");
  }

  @Test
  void p5KnowsAShareThatIsAllowedAndATrailerThatRaisesIt() {
    deleting();
    IntStream.range(0, 6).forEach(i -> script.prune("shop/o" + i));
    ended(4).commit("aaa", "");
    script.line("{\"kind\":\"Commit\",\"id\":\"bbb\",\"parents\":[\"aaa\"],\"allowPrune\":\"6\"}");
    assertThat(script.violations()).isEmpty();
  }

  @Test
  void p6SeesAWriteInAnotherNamespace() {
    deleting().dryRun("other/x");
    assertThat(ended(9).violations()).containsExactly("P6 not a place of the environment");
  }

  @ParameterizedTest
  @CsvSource({
    "clusterroles, escape, 1",
    "clusterroles, acme-reader, 0",
    "policies, any, 0",
    "namespaces, shop, 0",
    "namespaces, other, 1"
  })
  void p6SeesAClusterScopedKindThatIsNotAllowed(String resource, String name, int violations) {
    script.scope(",\"clusterKinds\":[\"ClusterRole/acme-*\",\"Policy\"]");
    deleting().request("create", resource, "/" + name, "?dryRun=All", 201);
    assertThat(ended(9).violations()).hasSize(violations);
  }

  @ParameterizedTest
  @CsvSource({
    "patch, configmaps, shop/backstay-staging",
    "delete, configmaps, shop/backstay-staging-digests-1",
    "create, secrets, shop/backstay-staging",
    "patch, leases, shop/backstay-one",
    "patch, configmaps, kube-system/any",
    "patch, namespaces, /kube-public"
  })
  void p6SeesAWriteToWhatIsNobodys(String verb, String resource, String object) {
    script.line(
        "{\"kind\":\"Environment\",\"environment\":\"shop/staging\",\"namespaces\":[\"shop\"]}");
    deleting().request(verb, resource, object, "?dryRun=All", 403);
    assertThat(ended(9).violations()).containsExactly("P6 nobody's to write for an environment");
  }

  @Test
  void p6SeesAManifestThatTakesAReservedName() {
    script.sync(2, "bbb").dryRun("shop/a").parent().apply("shop/backstay-production-digests");
    assertThat(ended(9).violations()).containsExactly("P6 a manifest took a reserved name");
  }

  @Test
  void p6SeesAWriteForNoEnvironment() {
    script.unlabelled("patch", "leases", "system/backstay-one");
    assertThat(script.violations()).isEmpty();
    script.unlabelled("patch", "configmaps", "shop/a");
    assertThat(script.violations()).containsExactly("P6 written for no environment");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://ada:hunter2@git.example.com/",
        "Authorization: Bearer abcdefghijklmnop.qrst",
        "-----BEGIN EC PRIVATE KEY-----",
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlIn0",
        "ghp_abcdefghijklmnopqrstuvwxyz"
      })
  void p9SeesACredentialInLogErrorAndAddress(String secret) {
    script.line("{\"kind\":\"Log\",\"line\":\"INFO asked " + secret + "\"}");
    script.entry(2, "failed", "bbb", 0, 1, "BKS-401 cannot reach " + secret);
    script.rest().request("list", "configmaps", "shop/", "?x=" + secret, 200);
    assertThat(script.verdict().violations())
        .hasSize(3)
        .allMatch(v -> v.promise().equals("P9"))
        .noneMatch(v -> v.toString().contains(secret));
  }

  @Test
  void p9PassesWhatIsScrubbed() {
    script.line(
        "{\"kind\":\"Log\",\"line\":\"INFO follows https://ada:***@git.example.com:443/\"}");
    assertThat(script.violations()).isEmpty();
  }

  @Test
  void p10SeesAnEndWithoutAReasonAndAReasonWithoutACode() {
    script.sync(2, "bbb").entry(2, "degraded", "bbb", 0, 1);
    script.sync(3, "ccc").entry(3, "failed", "ccc", 0, 1, "something went wrong");
    assertThat(script.violations())
        .containsExactly("P10 it does not say why", "P10 an error has no code, or no words");
  }

  @Test
  void p12SeesAnAncestorAndAnUnrelatedCommit() {
    script.commit("base", "").commit("aaa", "base").commit("foreign", "");
    script.deploys(2, "base", "shop/a");
    assertThat(script.violations())
        .containsExactly("P12 of a commit that does not come from the deployed one");
    script.deploys(3, "foreign", "shop/a");
    assertThat(script.violations()).hasSize(2).allMatch(v -> v.startsWith("P12"));
  }

  @Test
  void p12KnowsARewriteThatWasAccepted() {
    script.commit("base", "").commit("aaa", "base").deploys(2, "base", "shop/a");
    script.line("{\"kind\":\"AcceptedRewrite\",\"revision\":\"base\"}");
    assertThat(script.violations()).isEmpty();
  }

  @Test
  void p12KnowsABranchThatFollowsEveryRewrite() {
    script.scope(",\"followsRewrites\":true");
    script.commit("base", "").commit("aaa", "base").deploys(2, "base", "shop/a");
    assertThat(script.violations()).isEmpty();
  }

  @Test
  void p12KnowsTwoBranchesThatWereMerged() {
    script.commit("base", "").commit("aaa", "base").commit("side", "base");
    script.commit("merge", "aaa side").deploys(2, "side", "shop/a");
    assertThat(script.violations()).isEmpty();
  }
}
