package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.backstay.cluster.access.Impersonation;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.manifest.Source;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Who must act, for every kind of answer; the words are the API server's own. */
final class ApiFailureTest {
  private static final String SECRET_VALUE = "hunter2";

  private static Answer.No no(int code, String message) {
    return new Answer.No(code, message, JsonNodeFactory.instance.objectNode());
  }

  private static Answer.Ok ok(int code) {
    return new Answer.Ok(code, JsonNodeFactory.instance.objectNode(), List.of());
  }

  private static Manifest manifest(String group, String kind) {
    return new Manifest(
        new ObjectKey(group, kind, "home", "a"),
        "v1",
        "{}",
        "digest",
        new Source("production/all.yaml", 7),
        Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serviceaccounts \"a\" is forbidden: User \"x\" cannot impersonate resource"
            + " \"serviceaccounts\" in API group \"\" in the namespace \"b\"",
        "selfsubjectrulesreviews.authorization.k8s.io is forbidden: User \"x\" cannot"
            + " impersonate-on:serviceaccount:create resource \"selfsubjectrulesreviews\" in API"
            + " group \"authorization.k8s.io\" at the cluster scope"
      })
  void tellsTheAgentThatMayNotActAsAnAccountHowItMay(String message) {
    ApiFailure failure =
        ApiFailure.general("ask", no(403, Impersonation.marked("b", "a", message)));

    assertThat(failure.kind()).isEqualTo(ApiFailure.Kind.CLUSTER);
    assertThat(failure.problem().code()).isEqualTo(ProblemCode.IMPERSONATION_REFUSED);
    assertThat(failure.problem().message())
        .isEqualTo("tried to ask but failed: x may not act as the service account b/a: " + message);
    assertThat(failure.problem().fix())
        .contains("namespace: \"b\"", "resourceNames: [\"a\"]", "verbs: [\"impersonate\"]");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "400, `Deployment in version \"v1\" cannot be handled`, CONTENT, INVALID",
        "413, `Request entity too large`, CONTENT, INVALID",
        "422, `Deployment.apps \"a\" is invalid: spec.replicas: Invalid value: -1`, CONTENT, INVALID",
        "422, `Job.batch \"a\" is invalid: spec.template: field is immutable`, CONTENT, IMMUTABLE",
        "422, `Service \"a\" is invalid: spec.clusterIP: may not be changed once set`, CONTENT,"
            + " IMMUTABLE",
        "500, `failed to create typed patch object (home/a; apps/v1): .spec.replica: field not"
            + " declared in schema`, CONTENT, INVALID",
        "401, Unauthorized, CLUSTER, FORBIDDEN",
        "403, `deployments.apps \"a\" is forbidden: User \"x\" cannot patch resource`, CLUSTER,"
            + " FORBIDDEN",
        "403, `roles.rbac.authorization.k8s.io \"a\" is forbidden: user \"x\" (groups=[\"y\"]) is"
            + " attempting to grant RBAC permissions not currently held:`, CLUSTER, FORBIDDEN",
        "403, `pods \"a\" is forbidden: exceeded quota: small`, CLUSTER, REFUSED_BY_CLUSTER",
        "403, `admission webhook \"x\" denied the request: no`, CLUSTER, REFUSED_BY_CLUSTER",
        "403, `pods \"a\" is forbidden: violates PodSecurity \"restricted\"`, CLUSTER,"
            + " REFUSED_BY_CLUSTER",
        "422, `ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no`, CLUSTER,"
            + " REFUSED_BY_CLUSTER",
        "422, `StatefulSet.apps \"a\" is invalid: spec: Forbidden: updates to statefulset spec for"
            + " fields other than 'replicas' are forbidden`, CONTENT, IMMUTABLE",
        "403, `configmaps \"a\" is forbidden: unable to create new content in namespace b because it is"
            + " being terminated`, PASSING, TERMINATING",
        "404, `the server could not find the requested resource`, CLUSTER, KIND_NOT_SERVED",
        "405, `the server does not allow this method`, CLUSTER, REFUSED_BY_CLUSTER",
        "500, `Internal error occurred: failed calling webhook \"x\"`, CLUSTER, REFUSED_BY_CLUSTER",
        "409, `the object has been modified`, PASSING, WRITTEN_BY_OTHER",
        "429, `too many requests`, PASSING, CLUSTER_FAILED",
        "500, `etcdserver: request timed out`, PASSING, CLUSTER_FAILED",
        "503, `apiserver is shutting down`, PASSING, CLUSTER_FAILED",
        "504, `Timeout`, PASSING, CLUSTER_FAILED",
      })
  void knowsWhoMustAct(int code, String message, ApiFailure.Kind kind, ProblemCode problem) {
    ApiFailure failure = ApiFailure.of(manifest("apps", "Deployment"), no(code, message));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.problem().code()).isEqualTo(problem);
    assertThat(message).endsWith(failure.problem().message());
    assertThat(failure.problem().toString())
        .startsWith(problem.id() + " production/all.yaml:7 deployment.apps/a: ");
  }

  @Test
  void whatDidNotAnswerMayAnswerLater() {
    ApiFailure failure =
        ApiFailure.of(manifest("", "ConfigMap"), new Answer.Nothing("connection refused"));
    assertThat(failure.kind()).isEqualTo(ApiFailure.Kind.PASSING);
    assertThat(failure.problem().toString())
        .isEqualTo("BKS-401 production/all.yaml:7 configmap/a: connection refused");
  }

  @Test
  void anAnswerThatIsOfNoUseMayBeBetterLater() {
    ApiFailure failure = ApiFailure.general("list pods", ok(202));
    assertThat(failure.kind()).isEqualTo(ApiFailure.Kind.PASSING);
    assertThat(failure.problem().message())
        .isEqualTo("tried to list pods but failed: the API server answered 202");
  }

  @Test
  void saysWhatWasTriedWhereNoManifestIsConcerned() {
    assertThat(ApiFailure.general("read configmap/x", no(503, "down")).problem().toString())
        .isEqualTo("BKS-402 tried to read configmap/x but failed: down");
    ObjectKey key = new ObjectKey("apps", "Deployment", "home", "old");
    assertThat(ApiFailure.of(key, "delete it", no(409, "conflict")).problem().toString())
        .isEqualTo("BKS-404 deployment.apps/old: cannot delete it: conflict");
  }

  @Test
  void dropsTheNameInFrontOfASchemaError() {
    String message =
        "failed to create typed patch object (home/a; apps/v1): .spec.replica: field not declared"
            + " in schema";
    assertThat(ApiFailure.of(manifest("apps", "Deployment"), no(500, message)).problem().message())
        .isEqualTo(".spec.replica: field not declared in schema");
  }

  @Test
  void keepsASchemaErrorThatNamesNoObject() {
    String message = "failed to create manager for existing fields";
    assertThat(ApiFailure.of(manifest("", "ConfigMap"), no(500, message)).problem().message())
        .isEqualTo(message);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "400, `illegal base64 data in hunter2`",
        "422, `Secret \"a\" is invalid: data[x]: Invalid value: \"hunter2\"`",
        "422, `ValidatingAdmissionPolicy 'p' denied request: hunter2 is too short`",
        "500, `failed to create typed patch object (home/a; v1): .data.x: hunter2`",
        "403, `admission webhook \"x\" denied the request: hunter2 is too short`",
        "403, `secrets \"a\" is forbidden: ValidatingAdmissionPolicy 'p' denied request: hunter2`",
        "418, `admission webhook \"x\" denied the request: hunter2 is too short`",
        "500, `admission webhook \"x\" denied the request: hunter2 is too short`",
      })
  void p9_tellsNoValueOfASecret(int code, String message) {
    ApiFailure failure = ApiFailure.of(manifest("", "Secret"), no(code, message));
    assertThat(failure.toString()).doesNotContain(SECRET_VALUE).contains("withheld");
  }

  @Test
  void tellsOfASecretWhatHoldsNoValue() {
    String message = "secrets \"a\" is forbidden: User \"x\" cannot patch resource \"secrets\"";
    assertThat(ApiFailure.of(manifest("", "Secret"), no(403, message)).problem().message())
        .isEqualTo(message);
  }

  @Test
  void knowsWhatPassesByItselfAfterACrdChanged() {
    assertThat(ApiFailure.mayPassAfterDefinitionChange(no(404, "not found"))).isTrue();
    assertThat(ApiFailure.mayPassAfterDefinitionChange(no(500, ".x: field not declared in schema")))
        .isTrue();
    assertThat(ApiFailure.mayPassAfterDefinitionChange(no(500, "etcd"))).isFalse();
    assertThat(ApiFailure.mayPassAfterDefinitionChange(no(422, "field not declared in schema")))
        .isFalse();
    assertThat(ApiFailure.mayPassAfterDefinitionChange(ok(200))).isFalse();
    assertThat(ApiFailure.mayPassAfterDefinitionChange(new Answer.Nothing("x"))).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`.spec.replica: field not declared in schema`, .spec.replica",
        "`spec.ports[0].port: Invalid value: 0`, spec.ports[0].port",
        "`ports[0]: Required`, ports[0]",
        "`Service \"a\" is invalid: spec.ports[0].port: Invalid value: 0`, spec.ports[0].port",
        "`Job.batch \"a\" is invalid: [spec.x: Required, spec.y: Required]`, spec.x",
        "`Job.batch \"a\" is invalid: nothing is said`, ``",
        "`Internal error: x`, ``",
        "`: x`, ``",
        "`no colon`, ``",
      })
  void findsTheFieldThatAMessageIsAbout(String message, String field) {
    assertThat(ApiFailure.fieldPathIn(message).orElse("")).isEqualTo(field);
  }

  @Test
  void endsAStepThatCannotGoOn() throws ClusterException {
    assertThat(ok(200).orThrow("read").isObject()).isTrue();
    assertThatExceptionOfType(ClusterException.class)
        .isThrownBy(() -> no(403, "no").orThrow("read it"))
        .withMessageContaining("tried to read it but failed: no")
        .satisfies(e -> assertThat(e.failure().kind()).isEqualTo(ApiFailure.Kind.CLUSTER));
    assertThatExceptionOfType(ClusterException.class)
        .isThrownBy(() -> new Answer.Nothing("refused").orThrow("read it"));
    assertThat(no(403, "no").code()).isEqualTo(403);
    assertThat(new Answer.Nothing("refused").code()).isZero();
  }
}
