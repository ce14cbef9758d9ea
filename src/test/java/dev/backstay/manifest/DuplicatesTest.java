package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DuplicatesTest {

  private static Manifest manifest(String group, String namespace, String file, int line) {
    return new Manifest(
        new ObjectKey(group, "Ingress", namespace, "web"),
        group + "/v1",
        "{}",
        "digest",
        new Source(file, line),
        Map.of());
  }

  @Test
  void namesBothPlaces() {
    assertThat(
            Duplicates.in(
                List.of(
                    manifest("a", "shop", "a.yml", 1),
                    manifest("a", "shop", "b.yml", 7),
                    manifest("a", "shop", "c.yml", 9))))
        .extracting(Problem::toString)
        .containsExactly(
            "BKS-113 b.yml:7 ingress.a/web: the same object (namespace shop) is also in a.yml:1"
                + " (keep one of them)",
            "BKS-113 c.yml:9 ingress.a/web: the same object (namespace shop) is also in a.yml:1"
                + " (keep one of them)");
  }

  @Test
  void otherGroupsAndNamespacesAreOtherObjects() {
    assertThat(
            Duplicates.in(
                List.of(
                    manifest("a", "shop", "a.yml", 1),
                    manifest("b", "shop", "a.yml", 2),
                    manifest("a", "", "a.yml", 3))))
        .isEmpty();
  }

  @Test
  void oneThatNamesTheNamespaceAndOneThatLeavesItOutAreTheSameOnceResolved() {
    Manifest named = manifest("a", "shop", "a.yml", 1);
    Manifest open = manifest("a", "", "a.yml", 2);

    assertThat(Duplicates.in(List.of(named, open.inNamespace("shop")))).hasSize(1);
    assertThat(Duplicates.in(List.of(open, open)))
        .extracting(Problem::message)
        .containsExactly("the same object is also in a.yml:2");
  }

  @Test
  void anotherVersionOfTheSameGroupIsTheSameObject() {
    List<Manifest> manifests =
        Reading.manifests(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: a}
            ---
            apiVersion: apps/v1beta1
            kind: Deployment
            metadata: {name: a}
            """);
    assertThat(Duplicates.in(manifests)).hasSize(1);
  }
}
