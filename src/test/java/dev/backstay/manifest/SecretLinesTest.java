package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretLinesTest {
  private static String shown(String text) {
    SecretLines lines = SecretLines.of("production/app.yml", text.getBytes(StandardCharsets.UTF_8));
    List<String> shown = new ArrayList<>();
    List<String> all = text.lines().toList();
    for (int i = 0; i < all.size(); i++) {
      shown.add(lines.shown(i + 1, all.get(i)));
    }
    return String.join("\n", shown);
  }

  @Test
  void p9KeysOfASecretAreShownAndItsValuesAreNot() {
    assertThat(
            shown(
                """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: database
                  annotations:
                    note: hunter2
                type: Opaque # hunter2
                stringData:
                  password: hunter2
                  key: |
                    hunter2
                    hunter2
                data:
                  token: aHVudGVyMg==
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: settings
                data:
                  colour: blue # stays
                """))
        .isEqualTo(
            """
            apiVersion: v1
            kind: Secret
            metadata:
              name: database
              annotations:
                note: ***
            type: Opaque # ***
            stringData:
              password: ***
              key: ***
                ***
                ***
            data:
              token: ***
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: settings
            data:
              colour: blue # stays"""
                .stripIndent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {password: hunter2}}",
        "apiVersion: v1\nkind: Secret\nstringData: {password: hunter2}",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a, annotations: {x: hunter2}}",
        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"data\":{\n\"password\":\n\"hunter2\"\n}\n}",
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  data:\n    a: hunter2",
        "apiVersion: v1\nkind: List\nitems: [{kind: Secret, data: {a: hunter2}}]",
        "apiVersion: v1\nkind: SecretList\nitems:\n- metadata: {name: a}\n  data:\n    a: hunter2",
        "kind: \"Sec\\x72et\"\napiVersion: v1\ndata:\n  a: hunter2",
        "apiVersion: v1\nkind: Secret\nmetadata:\n  labels: {a: &p hunter2}\ndata: {a: *p}",
        "apiVersion: v1\nkind: Secret\nmetadata: &m\n  x: hunter2\ndata: *m",
        "apiVersion: v1\nkind: Secret\nwrong: [\ndata: hunter2",
        "apiVersion: v1\nkind: Secret\ndata:\n  a: b\ndata:\n  a: hunter2",
        "apiVersion: v1\nkind: Secret\rdata:\n  a: hunter2\nx: y",
        "# hunter2\napiVersion: v1\nkind: Secret\ndata: {}",
        "apiVersion: x/v1\nkind: Sealed\nspec:\n  template:\n    kind: Secret\n    stringData:\n      a: hunter2",
        "kind: ConfigMap\nmetadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {a: hunter2}",
        "kind: ConfigMap\nmetadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: hunter2}}",
      })
  void p9NoWayOfWritingItShowsTheValue(String text) {
    assertThat(shown(text)).contains("***").doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: b # c",
        "spec:\n  certificateRefs:\n  - kind: Secret\n    name: tls",
        "kind: [\nbroken",
        "",
      })
  void whatHoldsNoSecretIsShownAsItIs(String text) {
    assertThat(shown(text)).isEqualTo(text);
  }
}
