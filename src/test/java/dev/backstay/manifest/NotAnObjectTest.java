package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that are YAML, but no Kubernetes objects. */
class NotAnObjectTest {

  private static void refused(String yaml, String... problems) {
    assertThat(Reading.problems(yaml)).containsExactly(problems);
  }

  private static String named(String name) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\n";
  }

  @Test
  void whatIsMissingIsToldWithWhatMayHaveBeenMeant() {
    refused(
        "apiversion: v1\nKind: ConfigMap\nmetdata: {name: a}\n",
        "BKS-112 production/all.yml:1: apiVersion is missing (is apiversion in line 1 meant?)",
        "BKS-112 production/all.yml:1: kind is missing (is Kind in line 2 meant?)",
        "BKS-112 production/all.yml:1: metadata.name is missing (is metdata in line 3 meant?)");
    refused(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  nmae: a\n",
        "BKS-112 production/all.yml:4: metadata.name is missing (is nmae in line 4 meant?)");
  }

  @Test
  void fieldsOfAnotherType() {
    refused(
        "apiVersion: 1\nkind: true\nmetadata: {name: 1.5, namespace: [a]}\n",
        "BKS-112 production/all.yml:1: apiVersion is a number, not a string (put it in quotes)",
        "BKS-112 production/all.yml:2: kind is a boolean, not a string (put it in quotes)",
        "BKS-112 production/all.yml:3: metadata.name is a number, not a string (put it in quotes)",
        "BKS-112 production/all.yml:3: metadata.namespace is a list, not a string (put it in"
            + " quotes)");
    refused(
        "apiVersion:\nkind: ~\nmetadata: {name: }\n",
        "BKS-112 production/all.yml:1: apiVersion is empty (as v1 or apps/v1)",
        "BKS-112 production/all.yml:2: kind is empty (as Deployment or ConfigMap)",
        "BKS-112 production/all.yml:3: metadata.name is empty (up to 253 characters, none of them"
            + " a slash or space)");
    refused(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: a\n",
        "BKS-112 production/all.yml:3: metadata is a string, not a mapping (it holds name, labels"
            + " and annotations)");
    refused(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n",
        "BKS-112 production/all.yml:3: metadata is a null, not a mapping (it holds name, labels and"
            + " annotations)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b/c", "/v1", "apps/", "v1?x=y", "V1", "\"\"", "../v1", "apps//v1"})
  void anApiVersionThatWouldLeadElsewhere(String apiVersion) {
    refused(
        "kind: ConfigMap\nmetadata: {name: a}\napiVersion: " + apiVersion + "\n",
        "BKS-112 production/all.yml:3: apiVersion is not well formed (as v1 or apps/v1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "a/b", "Config Map", "1a", "a.b"})
  void aKindThatIsNone(String kind) {
    refused(
        "apiVersion: v1\nmetadata: {name: a}\nkind: " + kind + "\n",
        "BKS-112 production/all.yml:3: kind is not well formed (as Deployment or ConfigMap)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "a/b", "..", ".", "a b", "a%2f", "\"a\\nb\"", "\"a\\0\""})
  void aNameThatWouldLeadElsewhere(String name) {
    refused(
        named(name),
        "BKS-112 production/all.yml:4: metadata.name is not well formed (up to 253 characters, none"
            + " of them a slash or space)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b", "system:node", "...", "..a", "A_b", "1.2.3.4"})
  void namesThatTheApiServerKnows(String name) {
    assertThat(Reading.manifest(named(name)).key().name()).isEqualTo(name);
  }

  @Test
  void aNameThatIsTooLong() {
    assertThat(Reading.manifests(named("a".repeat(253)))).hasSize(1);
    assertThat(Reading.problems(named("a".repeat(254)))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "a.b", "-a", "a-", "a/b", "..", "a b"})
  void aNamespaceThatIsNone(String namespace) {
    refused(
        named("a") + "  namespace: " + namespace + "\n",
        "BKS-112 production/all.yml:5: metadata.namespace is not well formed (small letters, digits"
            + " and -, up to 63 of them)");
  }

  @ParameterizedTest
  @CsvSource({"'',''", "~,''", "'\"\"',''", "a,a", "a-1,a-1"})
  void anEmptyNamespaceIsNone(String namespace, String key) {
    assertThat(Reading.manifest(named("a") + "  namespace: " + namespace).key().namespace())
        .isEqualTo(key);
  }

  @Test
  void generateNameIsRefused() {
    refused(
        "apiVersion: batch/v1\nkind: Job\nmetadata:\n  generateName: migrate-\n",
        "BKS-112 production/all.yml:4: generateName makes a new object at every sync (give it a"
            + " metadata.name)");
    assertThat(Reading.manifests(named("a") + "  generateName: b\n")).hasSize(1);
  }

  @Test
  void labelsAndAnnotationsAreStrings() {
    refused(
        named("a")
            + "  labels: {a: 1, b: yes, c: ~, d: \"1\"}\n"
            + "  annotations:\n    e: [f]\n    g: {}\n    h: 1.0\n",
        "BKS-204 production/all.yml:5 configmap/a: label \"a\" is a number, not a string (put the"
            + " value in quotes)",
        "BKS-204 production/all.yml:5 configmap/a: label \"b\" is a boolean, not a string (put the"
            + " value in quotes)",
        "BKS-204 production/all.yml:7 configmap/a: annotation \"e\" is a list, not a string (put"
            + " the value in quotes)",
        "BKS-204 production/all.yml:8 configmap/a: annotation \"g\" is a mapping, not a string (put"
            + " the value in quotes)",
        "BKS-204 production/all.yml:9 configmap/a: annotation \"h\" is a number, not a string (put"
            + " the value in quotes)");
    refused(
        named("a") + "  labels: a\n  annotations: [b]\n",
        "BKS-112 production/all.yml:5 configmap/a: metadata.labels is a string, not a mapping",
        "BKS-112 production/all.yml:6 configmap/a: metadata.annotations is a list, not a mapping");
  }

  @Test
  void nullLabelsAndAnnotationsAreTaken() {
    assertThat(
            Reading.manifest(
                    named("a") + "  labels:\n  annotations: {a: , backstay.dev/adopt: ~}\n")
                .directives())
        .containsEntry("backstay.dev/adopt", "");
  }

  @Test
  void listsThatAreNone() {
    refused(
        "apiVersion: v1\nkind: List\nitem: []\n",
        "BKS-112 production/all.yml:1: a List needs its objects in a list named items");
    refused(
        "apiVersion: v1\nkind: PodList\nitems: {a: b}\n",
        "BKS-112 production/all.yml:3: a PodList needs its objects in a list named items");
    refused(
        "kind: PodList\nitems:\n- metadata: {name: a}\n",
        "BKS-112 production/all.yml:3: apiVersion is missing (every document of the folder is one"
            + " Kubernetes object)",
        "BKS-112 production/all.yml:3: kind is missing (every document of the folder is one"
            + " Kubernetes object)");
    refused(
        "apiVersion: v1\nkind: PodList\nitems:\n- apiVersion: v1\n  metadata: {name: a}\n- b\n",
        "BKS-112 production/all.yml:4: kind is missing (every document of the folder is one"
            + " Kubernetes object)",
        "BKS-112 production/all.yml:6: a Kubernetes object is expected here, not a string (it"
            + " begins with apiVersion and kind)");
  }

  @Test
  void aKindMayEndInListWithoutBeingOne() {
    assertThat(
            Reading.manifest("apiVersion: a.dev/v1\nkind: AllowList\nmetadata: {name: a}\n").key())
        .hasToString("allowlist.a.dev/a");
    assertThat(
            Reading.manifest("apiVersion: a.dev/v1\nkind: Menu\nmetadata: {name: a}\nitems: [b]\n")
                .json())
        .contains("\"items\":[\"b\"]");
  }
}
