package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** What is told about text that cannot be read, and where it points to. */
class YamlProblemsTest {

  private static void refused(String yaml, String... problems) {
    assertThat(Reading.problems(yaml)).containsExactly(problems);
  }

  private static void refused(byte[] content, String... problems) {
    assertThat(Reading.problems(Reading.of(Limits.defaults(), Reading.file("a.yml", content))))
        .containsExactly(problems);
  }

  @Test
  void aKeyTwiceNamesBothLines() {
    refused(
        Reading.configMap("a: one\nb: two\na: three"),
        "BKS-111 production/all.yml:7: key \"a\" is already set in line 5 (kubectl would keep only"
            + " the last one; remove one of them)");
  }

  @Test
  void aKeyThreeTimesNamesEachPair() {
    assertThat(Reading.problems(Reading.configMap("a: one\na: two\na: three")))
        .extracting(line -> line.replaceAll(" \\(.*", ""))
        .containsExactly(
            "BKS-111 production/all.yml:6: key \"a\" is already set in line 5",
            "BKS-111 production/all.yml:7: key \"a\" is already set in line 6");
  }

  @Test
  void aLongKeyIsToldShort() {
    String key = "k".repeat(70);
    assertThat(Reading.problems(Reading.configMap(key + ": one\n" + key + ": two")))
        .singleElement()
        .asString()
        .contains("key \"" + "k".repeat(57) + "...\" is");
    assertThat(Reading.problems(Reading.configMap("\"a\\nb\": one\n\"a\\nb\": two")))
        .singleElement()
        .asString()
        .contains("key \"a b\" is");
  }

  @Test
  void aMergeThatKubectlReadsAnotherWay() {
    refused(
        Reading.configMap("x: &x {a: b}\nz:\n  a: c\n  <<: *x"),
        "BKS-111 production/all.yml:8: << sets key \"a\", which line 7 has set already (put <<"
            + " before the keys that override it)");
    refused(
        Reading.configMap("<<: {a: b}\n<<: {c: d}"),
        "BKS-111 production/all.yml:6: key \"<<\" is already set in line 5 (merge several mappings"
            + " with <<: [*one, *other])");
    refused(
        Reading.configMap("<<: [{a: b}, c]"),
        "BKS-110 production/all.yml:5: << takes a mapping, or a list of mappings (as in <<: *name)");
  }

  @Test
  void separatorsAndMarkers() {
    refused(
        "a: b\n---c: d\n",
        "BKS-110 production/all.yml:2: a line that begins with --- separates documents, and this"
            + " one goes on with text (put the text on the next line; indent it if it belongs to a"
            + " value)");
    refused(
        "a: b\n...\n\n# fine\nc: d\n",
        "BKS-110 production/all.yml:5: text after ..., which ends the document: kubectl would"
            + " ignore it (begin a new document with ---)");
    refused(
        "a: b\n... c\n",
        "BKS-110 production/all.yml:2: text after ..., which ends the document (remove it)");
    refused(
        "# comment\n\n%YAML 1.2\n---\n",
        "BKS-110 production/all.yml:3: directives such as %YAML are not understood by kubectl"
            + " (remove the line)");
    refused(
        "{a: b}\nc: d\n",
        "BKS-110 production/all.yml:2: text after the end of the value above (compare the"
            + " indentation with the lines above; separate documents with ---)");
    refused("a: b\n%x\n", "BKS-110 production/all.yml:2: text after the document's end");
    refused("--- # a\rb: c\n---\nd", problemsOfReturn());
  }

  private static String[] problemsOfReturn() {
    return new String[] {
      "BKS-110 production/all.yml:1: a line that begins with --- separates documents, and this one"
          + " goes on with text (put the text on the next line; indent it if it belongs to a value)",
      "BKS-112 production/all.yml:3: a Kubernetes object is expected here, not a string (it begins"
          + " with apiVersion and kind)"
    };
  }

  @Test
  void charactersThatDoNotBelong() {
    refused(
        "---\n\uFEFFc: d\n",
        "BKS-110 production/all.yml:2: an invisible byte order mark in front of the line (it is"
            + " left when files are joined; remove it)");
    refused(
        "a: b\nc: \u0007\n",
        "BKS-110 production/all.yml:2: a control character, which YAML does not allow (remove it,"
            + " or write it as an escape in double quotes)");
    refused(
        "a: b\nc: é\n".getBytes(StandardCharsets.ISO_8859_1),
        "BKS-110 a.yml:2: not UTF-8 (save the file as UTF-8)");
    refused(
        "{\"a\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1),
        "BKS-110 a.yml:1: not UTF-8 (save the file as UTF-8)");
    refused(
        "a: b".getBytes(StandardCharsets.UTF_16),
        "BKS-110 a.yml:1: not UTF-8 (save the file as UTF-8)");
    refused(
        "a:\n\tb: c\n", "BKS-110 production/all.yml:2: a tab is used for indentation (use spaces)");
    refused(
        "a: \"\\ud83d\"\n",
        "BKS-110 production/all.yml:1: an escape such as \\ud83d is only half of a character"
            + " (write the character itself)",
        "BKS-112 production/all.yml:1: apiVersion is missing (every document of the folder is one"
            + " Kubernetes object)",
        "BKS-112 production/all.yml:1: kind is missing (every document of the folder is one"
            + " Kubernetes object)",
        "BKS-112 production/all.yml:1: metadata.name is missing (every document of the folder is"
            + " one Kubernetes object)");
  }

  @Test
  void keysThatAreNone() {
    refused(
        Reading.configMap("~: a"),
        "BKS-110 production/all.yml:5: null cannot be a key (quote the key)");
    refused(
        Reading.configMap("12345678901234567890: a"),
        "BKS-110 production/all.yml:5: a number beyond 64 bits cannot be a key (quote the key)");
    refused(
        Reading.configMap("!!int x: a"),
        "BKS-110 production/all.yml:5: the value is no !!int (quote the key)");
    refused(
        Reading.configMap("a: {{ .Values.x }}\nb: [{? [c] : d}]"),
        "BKS-110 production/all.yml:5: a mapping or list cannot be a key (if this is a template"
            + " ({{ ... }}), it must be rendered before it is committed)",
        "BKS-110 production/all.yml:6: a mapping or list cannot be a key (if this is a template"
            + " ({{ ... }}), it must be rendered before it is committed)");
  }

  @Test
  void valuesThatCannotBeSent() {
    refused(
        Reading.configMap("a: .nan\nb: -.inf\nc: !!int x\nd: !!binary x\ne: !!binary /w=="),
        "BKS-110 production/all.yml:5: infinity and not-a-number cannot be sent to Kubernetes"
            + " (quote the value if it is text)",
        "BKS-110 production/all.yml:6: infinity and not-a-number cannot be sent to Kubernetes"
            + " (quote the value if it is text)",
        "BKS-110 production/all.yml:7: the value is no !!int (remove the tag, or correct the value)",
        "BKS-110 production/all.yml:8: the value of !!binary is not base64",
        "BKS-110 production/all.yml:9: the value of !!binary is no text, kubectl would damage it"
            + " (leave the tag out: Kubernetes takes binary data as base64 text)");
    refused(
        Reading.configMap("a: 0." + "1".repeat(1001)),
        "BKS-110 production/all.yml:5: a number of more than a thousand digits (put it in quotes)");
    assertThat(Reading.manifest(Reading.configMap("a: 1" + "x".repeat(1001))).json())
        .contains("\"1xxx");
  }

  @Test
  void aliases() {
    refused(
        Reading.configMap("a: *b"),
        "BKS-110 production/all.yml:5: an alias (*name) without its anchor (&name) before it in"
            + " this document (quote the text if it is not meant as an alias)");
    refused(
        Reading.configMap("a: &a\n  b: *a"),
        "BKS-110 production/all.yml:6: an alias stands inside of its own anchor");
    refused(
        Reading.configMap("a: &a|b c"),
        "BKS-110 production/all.yml:5: not a name after * or & (put a value that begins with * or"
            + " & in quotes)");
  }

  @Test
  void aColonThatKubectlReadsAnotherWay() {
    String problem =
        "BKS-110 production/all.yml:5: a colon right in front of a bracket or comma (put a space"
            + " after the colon, or the text in quotes)";
    refused(Reading.configMap("a: [😀:]"), problem);
    refused(Reading.configMap("a: {b:, c: d}"), problem);
    refused(Reading.configMap("a: {b:[c]}"), problem);
    assertThat(Reading.manifest(Reading.configMap("a: &x b\nc: {d: *x, e: , \"f\":}")).json())
        .contains("{\"d\":\"b\",\"e\":null,\"f\":null}");
  }

  @Test
  void syntaxErrorsPointToTheirLine() {
    String where = "BKS-110 production/all.yml:";
    refused(
        Reading.configMap("a: \"b\nc: d\n"),
        where + "5: a quote that begins here is not closed in this document");
    refused(
        Reading.configMap("a: b\n  c: d"),
        where
            + "6: a \": \" is not expected here (put the value in quotes if it contains one;"
            + " compare the indentation with the lines above)");
    refused(
        Reading.configMap("a: b\n").replace("  a", "   a") + "  c: d\n",
        where
            + "6: this line does not belong where it stands (compare the indentation with the"
            + " lines above)");
    refused(
        Reading.configMap("a: b\nc\nd: e"),
        where
            + "7: expected \"key: value\" (a colon, a closing quote or the | of a longer text is"
            + " missing here or above)");
    refused(
        Reading.configMap("a: @b"),
        where + "5: a value cannot begin with @, % or ` (put it in quotes)");
    refused(
        Reading.configMap("a: - b"),
        where + "5: a \"- \" is not expected here (compare the indentation with the lines above)");
    refused(Reading.configMap("a: [b"), where + "6: a , or ] is missing");
    refused(Reading.configMap("a: {b"), where + "6: a , or } is missing");
    refused(
        Reading.configMap("a: \"\\q\""),
        where
            + "5: unknown escape in a text in double quotes (write \\\\ for a backslash, or use"
            + " single quotes)");
    refused(
        Reading.configMap("a: !b!c d"),
        where + "5: unknown tag (put a value that begins with ! in quotes)");
    refused(Reading.configMap("a: !<b"), where + "5: not valid YAML");
  }

  @Test
  void aComplaintWithoutAPlacePointsToWhatWasReadLast() {
    refused(
        "a:\n      - b: \"1\n    k: \"x\n",
        "BKS-110 production/all.yml:2: not valid YAML (from here on, compare the indentation with"
            + " the lines above)");
  }

  @Test
  void aBrokenDocumentDoesNotHideTheNext() {
    refused(
        "a: [\n---\nb: ]\n---\n- c\n",
        "BKS-110 production/all.yml:2: a value is expected here",
        "BKS-110 production/all.yml:3: a value is expected here",
        "BKS-112 production/all.yml:5: a Kubernetes object is expected here, not a list (it begins"
            + " with apiVersion and kind)");
  }

  @Test
  void jsonThatIsNone() {
    String hint =
        " (look for a comma, quote or bracket that is missing or too many; JSON has no comments)";
    ReadResult result =
        Reading.of(Limits.defaults(), Reading.file("a.json", "{\n  \"a\": 1\n  \"b\": 2\n}"));
    assertThat(Reading.problems(result)).containsExactly("BKS-110 a.json:3: not valid JSON" + hint);

    refused(
        "{\"a\": 1}\n{\"a\": 1}\n{\"a\" 1}".replace("\"a\": 1", objectFields()),
        "BKS-110 production/all.yml:3: not valid JSON" + hint);
  }

  private static String objectFields() {
    return "\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"a\"}";
  }

  @Test
  void aFileThatBeginsWithABraceIsYamlIfItIsNotJson() {
    refused("{a: b", "BKS-110 production/all.yml:2: a , or } is missing");
    refused(
        "{" + objectFields() + "}\n\n---\na: [\n",
        "BKS-110 production/all.yml:5: a value is expected here");
  }

  @Test
  void jsonValuesThatCannotBeSent() {
    refused(
        "{" + objectFields() + ",\n\"a\": 1e999,\n\"b\": \"\\ud83d\",\n\"a\": 1}",
        "BKS-110 production/all.yml:2: the number is too large for Kubernetes",
        "BKS-110 production/all.yml:3: an escape such as \\ud83d is only half of a character"
            + " (write the character itself)",
        "BKS-111 production/all.yml:4: key \"a\" is already set in line 2 (kubectl would keep only"
            + " the last one; remove one of them)");
  }

  @Test
  void problemsOfAFileAreBounded() {
    String file = String.join("", Collections.nCopies(1000, "---x\n"));
    assertThat(Reading.problems(file))
        .hasSize(101)
        .last()
        .isEqualTo(
            "BKS-104 production/all.yml:100: 100 problems in this file: the rest of it was not"
                + " read");
    assertThat(Reading.problems("{\"a\": 1, \"a\": 1}".repeat(1000))).hasSize(101);
  }
}
