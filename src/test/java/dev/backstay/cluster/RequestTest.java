package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.ServedKind;
import org.junit.jupiter.api.Test;

final class RequestTest {
  private static final ServedKind CONFIG_MAPS =
      new ServedKind("", "v1", "ConfigMap", "configmaps", true);
  private static final ServedKind DEPLOYMENTS =
      new ServedKind("apps", "v1", "Deployment", "deployments", true);
  private static final ServedKind CLUSTER_ROLES =
      new ServedKind("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false);

  @Test
  void knowsWhereTheApiServerHasACollection() {
    assertThat(Request.collection(CONFIG_MAPS, "home"))
        .isEqualTo("api/v1/namespaces/home/configmaps");
    assertThat(Request.collection(DEPLOYMENTS, "home"))
        .isEqualTo("apis/apps/v1/namespaces/home/deployments");
    assertThat(Request.collection(DEPLOYMENTS, "")).isEqualTo("apis/apps/v1/deployments");
    assertThat(Request.collection(CLUSTER_ROLES, "home"))
        .isEqualTo("apis/rbac.authorization.k8s.io/v1/clusterroles");
  }

  @Test
  void encodesNamesThatRbacAllows() {
    ObjectKey role = new ObjectKey("rbac.authorization.k8s.io", "ClusterRole", "", "system:a/b c");
    assertThat(Request.object(CLUSTER_ROLES, role))
        .isEqualTo("apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Aa%2Fb%20c");
  }

  @Test
  void addsParametersOneByOneAndEncoded() {
    Request request =
        Request.get("api/v1/pods").with("labelSelector", "a=b,c in (d)").with("limit", "500");
    assertThat(request.path())
        .isEqualTo("api/v1/pods?labelSelector=a%3Db%2Cc+in+%28d%29&limit=500");
    assertThat(request.method()).isEqualTo("GET");
  }

  @Test
  void namesTheVerbAsKubernetesDoes() {
    assertThat(Request.get("p").verb()).isEqualTo("get");
    assertThat(Request.get("p").with("watch", "1").verb()).isEqualTo("watch");
    assertThat(Request.post("p", "{}").verb()).isEqualTo("create");
    assertThat(Request.mergePatch("p", "{}").verb()).isEqualTo("patch");
    assertThat(Request.apply("p", "{}").verb()).isEqualTo("apply");
    assertThat(Request.delete("p", "{}").verb()).isEqualTo("delete");
  }

  @Test
  void asksForNoMoreThanMetadataWhenItApplies() {
    assertThat(Request.apply("p", "{}").accept())
        .isEqualTo("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
    assertThat(Request.apply("p", "{}").contentType()).isEqualTo("application/apply-patch+yaml");
    assertThat(Request.get("p").metadataListOnly().accept())
        .isEqualTo("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
    assertThat(Request.get("p").accepting("text/plain").accept()).isEqualTo("text/plain");
  }

  @Test
  void keepsItsBodyWhateverIsAdded() {
    Request request = Request.apply("p", "{\"a\":1}").with("dryRun", "All");
    assertThat(request.body()).isEqualTo("{\"a\":1}");
    assertThat(request.verb()).isEqualTo("apply");
    assertThat(request.accept()).contains("PartialObjectMetadata");
  }
}
