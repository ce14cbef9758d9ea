package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
  private static final String HEAD = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n";

  private static String secret(String rest) {
    return Reading.manifest(HEAD + rest).json();
  }

  @Test
  void foldsStringDataIntoData() {
    assertThat(secret("stringData:\n  b: two é\n  c: three\ndata:\n  a: b25l\n  b: b25l\n"))
        .isEqualTo(
            """
            {"apiVersion":"v1","data":{"a":"b25l","b":"dHdvIMOp","c":"dGhyZWU="},\
            "kind":"Secret","metadata":{"name":"a"}}""");
  }

  @Test
  void theSameSecretHasOneDigestHoweverItIsWritten() {
    assertThat(Reading.manifest(HEAD + "stringData: {a: one}\n").digest())
        .isEqualTo(Reading.manifest(HEAD + "data: {a: b25l}\n").digest());
  }

  @Test
  void takesNullAsTheApiServerDoes() {
    assertThat(secret("stringData: {a: ~}\ndata: {b: ~}\n"))
        .contains("\"data\":{\"a\":\"\",\"b\":null}");
    assertThat(secret("stringData: ~\ndata: ~\n"))
        .contains("{\"apiVersion\":\"v1\",\"data\":null,");
    assertThat(secret("stringData: {}\n")).doesNotContain("stringData", "\"data\"");
    assertThat(secret("data: {}\n")).contains("\"data\":{}");
    assertThat(secret("stringData: {}\ndata: {a: b25l}\n")).contains("\"data\":{\"a\":\"b25l\"}");
  }

  @Test
  void takesBase64WithLineBreaks() {
    assertThat(secret("data:\n  a: |\n    b25l\n    b25l\n")).contains("b25l\\nb25l\\n");
  }

  @Test
  void leavesOtherKindsAlone() {
    assertThat(
            Reading.manifest(
                    """
            apiVersion: a.dev/v1
            kind: Secret
            metadata: {name: a}
            stringData: {a: b}
            data: {c: 1}
            """)
                .json())
        .contains("\"stringData\":{\"a\":\"b\"}", "\"data\":{\"c\":1}");
  }

  @Test
  void tellsEachMalformedEntryWithItsLine() {
    assertThat(
            Reading.problems(
                HEAD
                    + "data:\n  a: b25l\n  b: hunter2!\n  c: 12345\n  d: b25\n"
                    + "stringData:\n  e: {f: hunter2}\n  g: yes\n"))
        .containsExactly(
            "BKS-204 production/all.yml:6 secret/a: data key \"b\" is not base64 (put plain text"
                + " under stringData)",
            "BKS-204 production/all.yml:7 secret/a: data key \"c\" is a number, not a string (put"
                + " the value in quotes)",
            "BKS-204 production/all.yml:8 secret/a: data key \"d\" is not base64 (put plain text"
                + " under stringData)",
            "BKS-204 production/all.yml:10 secret/a: stringData key \"e\" is a mapping, not a"
                + " string (put the value in quotes)",
            "BKS-204 production/all.yml:11 secret/a: stringData key \"g\" is a boolean, not a"
                + " string (put the value in quotes)");
    assertThat(Reading.problems(HEAD + "data: hunter2\nstringData: [hunter2]\n"))
        .containsExactly(
            "BKS-204 production/all.yml:4 secret/a: data is not a mapping of keys to strings",
            "BKS-204 production/all.yml:5 secret/a: stringData is not a mapping of keys to strings");
  }

  /** Every way to break a Secret that could carry its value into a message. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "stringData:\n  a: *hunter2\n",
        "stringData:\n  a: &hunter2|x y\n",
        "stringData:\n  a: !hunter2!x y\n",
        "stringData:\n  a: !!int hunter2\n",
        "stringData:\n  a: !!binary hunter2\n",
        "stringData:\n  a: @hunter2\n",
        "stringData:\n  a: \"\\hunter2\"\n",
        "stringData:\n  a: \"\\xhunter2\"\n",
        "stringData:\n  a: \"hunter2\n",
        "stringData:\n  a: 'hunter2\n",
        "stringData:\n  a: |hunter2\n    x\n",
        "stringData:\n  a: hunter2: x\n",
        "stringData:\n  a: {hunter2\n",
        "stringData:\n  a: [hunter2}\n",
        "stringData:\n  a: [hunter2:]\n",
        "stringData:\n  a: [hunter2]\n",
        "stringData:\n  a: {b: hunter2}\n",
        "stringData:\n  ? [hunter2]\n  : x\n",
        "stringData:\n  <<: hunter2\n",
        "stringData:\n  a: b\nhunter2\n",
        "stringData:\n  a: b\n hunter2\n",
        "stringData:\n  a: hunter2\u0007\n",
        "stringData: hunter2\n",
        "data: {a: hunter2}\n",
        "data: {a: hunter2\n",
        "data: hunter2\n",
        "metadata: hunter2\n",
        "type: *hunter2\n",
        "---hunter2\n",
        "...\nhunter2\n",
        "apiVersion: hunter2/x/y\n",
        "stringData:\n  a: hunter2\n  a: hunter2\n",
        "{\"stringData\": hunter2}\n",
        "%hunter2\n"
      })
  void aBrokenSecretNeverTellsItsValue_P9(String rest) {
    for (String yaml : List.of(HEAD + rest, rest + HEAD, "items:\n- " + rest.indent(2).strip())) {
      if (Reading.of(yaml) instanceof ReadResult.Unreadable unreadable) {
        assertThat(unreadable.problems().toString()).doesNotContainIgnoringCase("hunter2");
      }
    }
    assertThat(Reading.of(HEAD + rest)).isInstanceOf(ReadResult.Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"stringData\": {\"a\": [hunter2}",
        "\"stringData\": {\"a\": \"hunter2}",
        "\"stringData\": {\"a\": \"hunter2\" \"b\": 1}",
        "\"stringData\": {\"a\": \"\\hunter2\"}",
        "\"stringData\": {\"a\": [\"hunter2\"]}",
        "\"data\": {\"a\": \"hunter2\"}",
        "\"data\": \"hunter2\"",
        "\"data\": {\"a\": 1e999, \"b\": \"hunter2\"}"
      })
  void aBrokenSecretInJsonNeverTellsItsValue_P9(String rest) {
    String json =
        "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"a\"}, "
            + rest
            + "}";
    for (String path : List.of("a.json", "a.yml")) {
      assertThat(Reading.problems(Reading.of(Limits.defaults(), Reading.file(path, json))))
          .isNotEmpty()
          .noneMatch(problem -> problem.contains("hunter2"));
    }
  }
}
