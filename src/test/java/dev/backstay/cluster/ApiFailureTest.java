package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.manifest.Source;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

final class ApiFailureTest {
  private static Manifest manifest(String kind) {
    return new Manifest(
        new ObjectKey("", kind, "outsrc", "x"),
        "v1",
        "{}",
        "digest",
        new Source("production/x.yml", 3),
        Map.of());
  }

  private static Answer no(int code, String message) {
    return new Answer.No(code, message, JsonMapper.shared().createObjectNode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | bad | CONTENT | INVALID",
        "401 | no | CLUSTER | FORBIDDEN",
        "403 | secrets is forbidden: User x cannot patch | CLUSTER | FORBIDDEN",
        "403 | forbidden: exceeded quota: q | CLUSTER | REFUSED_BY_CLUSTER",
        "403 | admission webhook w denied the request | CLUSTER | REFUSED_BY_CLUSTER",
        "404 | not found | CLUSTER | KIND_NOT_SERVED",
        "409 | the object has been modified | PASSING | WRITTEN_BY_OTHER",
        "422 | spec.selector: Invalid value: field is immutable | CONTENT | IMMUTABLE",
        "422 | spec.x: Required value | CONTENT | INVALID",
        "500 | failed to create typed patch object (a/b; v1, Kind=X): .spec.y: field not declared in schema | CONTENT | INVALID",
        "500 | failed calling webhook w: connection refused | CLUSTER | REFUSED_BY_CLUSTER",
        "500 | etcdserver: request timed out | PASSING | CLUSTER_FAILED",
        "503 | unavailable | PASSING | CLUSTER_FAILED",
      })
  void saysWhoCanMakeItPass(int code, String message, ApiFailure.Kind kind, ProblemCode problem) {
    ApiFailure failure = ApiFailure.of(manifest("ConfigMap"), no(code, message));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.problem().code()).isEqualTo(problem);
    assertThat(failure.problem().toString()).contains("production/x.yml:3 configmap/x");
  }

  @Test
  void p9ValuesOfSecretsAreInNoMessage() {
    String message =
        "failed to create typed patch object (a/b): .data.a: expected string, got hunter2";
    assertThat(ApiFailure.of(manifest("Secret"), no(500, message)).problem().toString())
        .doesNotContain("hunter2");
    assertThat(ApiFailure.of(manifest("Secret"), no(422, "hunter2")).problem().toString())
        .doesNotContain("hunter2");
  }

  @Test
  void nothingComingBackMayPass() {
    ApiFailure failure = ApiFailure.of(manifest("ConfigMap"), new Answer.Nothing("refused"));
    assertThat(failure.kind()).isEqualTo(ApiFailure.Kind.PASSING);
    assertThat(failure.problem().code()).isEqualTo(ProblemCode.CLUSTER_UNREACHABLE);
  }

  @Test
  void findsTheFieldThatAMessageBeginsWith() {
    assertThat(ApiFailure.fieldPathIn(".spec.replica: field not declared in schema"))
        .contains(".spec.replica");
    assertThat(ApiFailure.fieldPathIn("spec.containers[0].image: Required value"))
        .contains("spec.containers[0].image");
    assertThat(ApiFailure.fieldPathIn("admission webhook: no")).isEmpty();
    assertThat(ApiFailure.fieldPathIn("no colon")).isEmpty();
  }
}
