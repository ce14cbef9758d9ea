package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldLocatorTest {
  private static final String WEB =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: other}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
        labels:
          app.kubernetes.io/name: web
          app.kubernetes.io: x
      spec:
        replica: 2
        template:
          spec:
            containers:
              - image: a
                name: web
                args:
                  - one
                  - two
                ports:
                  - containerPort: 80
                  - containerPort: 443
                    protocol: UDP
                    hostIP:
              # the other
              - name: "side]"
                env: [{name: A, value: true}]
                tty: 1.5
      """;

  private static Optional<String> locate(String yaml, int index, String path) {
    byte[] content = yaml.getBytes(StandardCharsets.UTF_8);
    return FieldLocator.locate(content, Reading.manifests(yaml).get(index), path)
        .map(
            place ->
                place.source().line()
                    + (place.complete() ? " " : " not quite ")
                    + place.excerpt().strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        ".spec.replica|13 replica: 2",
        "spec.replica|13 replica: 2",
        "metadata|7 metadata:",
        ".metadata.labels.app.kubernetes.io/name|10 app.kubernetes.io/name: web",
        "metadata.labels[app.kubernetes.io/name]|10 app.kubernetes.io/name: web",
        ".metadata.labels.app.kubernetes.io|11 app.kubernetes.io: x",
        ".spec.template.spec.containers[name=\"web\"].image|17 - image: a",
        ".spec.template.spec.containers[name=\"web\"]|17 - image: a",
        "spec.template.spec.containers[0].image|17 - image: a",
        "spec.template.spec.containers[0].name|18 name: web",
        ".spec.template.spec.containers[name=\"side]\"].env|29 env: [{name: A, value: true}]",
        ".spec.template.spec.containers[name=\"side]\"].env[name=\"A\"].value|29 env: [{name: A, value: true}]",
        ".spec.template.spec.containers[name=\"side]\"].env[value=true]|29 env: [{name: A, value: true}]",
        ".spec.template.spec.containers[tty=1.5]|28 - name: \"side]\"",
        ".spec.template.spec.containers[name=\"web\"].args[=\"two\"]|21 - two",
        ".spec.template.spec.containers[name=\"web\"].args[1]|21 - two",
        ".spec.template.spec.containers[name=\"web\"].ports[containerPort=80,protocol=\"TCP\"].name|23 not quite - containerPort: 80",
        ".spec.template.spec.containers[name=\"web\"].ports[containerPort=443,protocol=\"UDP\"].containerPort|24 - containerPort: 443",
        ".spec.template.spec.containers[name=\"web\"].ports[containerPort=443,protocol=\"TCP\"]|22 not quite ports:",
        ".spec.template.spec.containers[name=\"web\"].ports[hostIP=\"\"]|24 - containerPort: 443",
        ".spec.template.spec.containers[name=\"gone\"].image|16 not quite containers:",
        ".spec.template.spec.containers[9].image|16 not quite containers:",
        ".spec.template.spec.containers[|16 not quite containers:",
        ".spec.template.spec.containers[]|16 not quite containers:",
        ".spec.selector|12 not quite spec:",
        ".spec.replica.x|13 not quite replica: 2",
        ".spec.replica[0]|13 not quite replica: 2",
        ".spec.template[spec].containers|16 containers:",
        ".spec.template[gone]|14 not quite template:",
        ".spec.replicas|12 not quite spec:"
      })
  void findsTheLineOfAField(String path, String place) {
    assertThat(locate(WEB, 1, path)).contains(place);
  }

  @ParameterizedTest
  @CsvSource({".status", "''", "[0]", "."})
  void aPathThatIsNotThereAtAll(String path) {
    assertThat(locate(WEB, 1, path)).isEmpty();
  }

  @Test
  void tellsObjectsOnOneLineApart() {
    String yaml =
        """
        {"apiVersion":"v1","kind":"A","metadata":{"name":"a"}}{"apiVersion":"v1","kind":"A","metadata":{"name":"b"},
        "x": 1} {"apiVersion":"v1","kind":"B","metadata":{"name":"b"},"x": 2}
        """;

    assertThat(locate(yaml, 1, ".x")).contains("2 " + yaml.lines().toList().get(1));
    assertThat(locate(yaml, 0, ".x")).isEmpty();
  }

  @Test
  void followsAliasesToTheirAnchors() {
    String yaml =
        "apiVersion: v1\nkind: A\nmetadata: {name: a}\none: &x\n  b: c\ntwo: *x\nlist: [*x, [d]]\n";

    assertThat(locate(yaml, 0, ".two.b")).contains("5 b: c");
    assertThat(locate(yaml, 0, ".list[1][=\"d\"]")).contains("7 list: [*x, [d]]");
  }

  @Test
  void findsItemsOfAList() {
    String yaml =
        """
            apiVersion: v1
            kind: ConfigMapList
            items:
            - metadata: {name: a}
            - metadata: {name: b}
              data:
                c: 1
            """;

    assertThat(locate(yaml, 1, ".data.c")).contains("7 c: 1");
  }

  @Test
  void neverShowsALineOfASecret_P9() {
    String yaml =
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  b: aGk=\nstringData:\n  c: hunter2\n";

    assertThat(locate(yaml, 0, ".data.b")).contains("5 ");
    assertThat(locate(yaml, 0, ".data.c")).contains("7 ");
    assertThat(locate(yaml, 0, ".metadata.x")).contains("3 not quite ");
  }

  @Test
  void aManifestThatIsNoLongerThere() {
    Manifest manifest = Reading.manifests(WEB).get(1);

    for (String other :
        new String[] {
          "",
          "- a\n",
          WEB.replace("name: web", "name: api"),
          "\n" + WEB,
          WEB.replace("Deployment", "DaemonSet"),
          WEB.replace("  name: web\n", "").replace("metadata:\n", "#\nmetadata: x\n#")
        }) {
      assertThat(
              FieldLocator.locate(
                  other.getBytes(StandardCharsets.UTF_8), manifest, ".spec.replica"))
          .isEmpty();
    }
  }

  @Test
  void aLineThatIsNotThereHasNoExcerpt() {
    Manifest manifest = Reading.manifests(WEB).get(1);

    assertThat(FieldLocator.excerpt("a\nb".getBytes(StandardCharsets.UTF_8), manifest, 2))
        .isEqualTo("b");
    assertThat(FieldLocator.excerpt("a\nb".getBytes(StandardCharsets.UTF_8), manifest, 3))
        .isEmpty();
  }
}
