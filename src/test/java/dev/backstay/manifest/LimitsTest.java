package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LimitsTest {
  private static final Limits SMALL = new Limits(1000, 2000, 4000, 8000, 5, 6);

  private static String configMap(String name, String data) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: " + data + "\n";
  }

  private static List<String> problems(Limits limits, String path, String yaml) {
    return Reading.problems(Reading.of(limits, Reading.file(path, yaml)));
  }

  @Test
  void areTheDocumentedOnes() {
    assertThat(Limits.defaults())
        .isEqualTo(new Limits(1 << 20, 4 << 20, 16 << 20, 64 << 20, 50_000, 64));
  }

  @Test
  void sizesAreToldInWords() {
    assertThat(
            List.of(
                Limits.inWords(900),
                Limits.inWords(2048),
                Limits.inWords(2049),
                Limits.inWords(1 << 20),
                Limits.inWords((1 << 20) + 1)))
        .containsExactly("900 bytes", "2 KiB", "2.1 KiB", "1 MiB", "1.1 MiB");
  }

  @Test
  void anObjectMayNotBeTooLarge() {
    assertThat(problems(SMALL, "a.yml", "\n" + configMap("a", "{a: " + "é".repeat(500) + "}")))
        .containsExactly(
            "BKS-104 a.yml:2 configmap/a: the object has 1.1 KiB as JSON, the limit is 1000 bytes"
                + " (etcd takes 1.5 MiB; split it, or keep large data elsewhere)");
  }

  @Test
  void aDocumentMayNotBeTooLong() {
    assertThat(
            problems(
                SMALL,
                "a.yml",
                configMap("a", "{}") + "---\n" + "# comment\n".repeat(201) + configMap("b", "{}")))
        .containsExactly(
            "BKS-104 a.yml:6: the document has 2.1 KiB, the limit is 2 KiB (split it)"
                .replace("2 KiB (", "2 KiB ("));
    assertThat(
            problems(
                SMALL,
                "a.json",
                "{\"apiVersion\": \"v1\",\n" + " ".repeat(2000) + "\n\"kind\": \"x\"}"))
        .first()
        .asString()
        .startsWith("BKS-104 a.json:1: the document has ");
  }

  @Test
  void aFileIsMeasuredBeforeItIsRead() {
    SourceFile large = new SourceFile("a.yml", "1", 4001, () -> fail("the content was read"));

    assertThat(
            Reading.problems(
                Reading.of(SMALL, large, Reading.file("b.yml", "a"), Reading.file("c.yml", "b"))))
        .hasSize(3)
        .first()
        .isEqualTo(
            "BKS-104 a.yml:1: the file has 4 KiB, the limit is 4 KiB (split it)"
                .replace("has 4 KiB", "has 4 KiB"));
  }

  @Test
  void aFolderMayNotBeTooLarge() {
    String comments = "# x\n".repeat(750);
    assertThat(
            Reading.problems(
                Reading.of(
                    SMALL,
                    Reading.file("a.yml", comments),
                    Reading.file("b.yml", comments),
                    Reading.file("c.yml", comments),
                    Reading.file("d.yml", "- never read"))))
        .containsExactly(
            "BKS-104 a.yml:1: the document has 3 KiB, the limit is 2 KiB (split it)",
            "BKS-104 b.yml:1: the document has 3 KiB, the limit is 2 KiB (split it)",
            "BKS-104 c.yml:1: up to this file the folder's files exceed 7.9 KiB; the rest was not"
                + " read (split the environment)");
  }

  @Test
  void aFolderMayNotHoldTooManyObjects() {
    String three =
        IntStream.range(0, 3)
            .mapToObj(i -> configMap("a" + i, "{}"))
            .collect(Collectors.joining("---\n"));

    assertThat(
            Reading.problems(
                Reading.of(
                    SMALL,
                    Reading.file("a.yml", three),
                    Reading.file("b.yml", three),
                    Reading.file("c.yml", three))))
        .containsExactly(
            "BKS-104 b.yml:11 configmap/a2: from here on the folder has more than 5 objects (split"
                + " the environment)");
  }

  @Test
  void aFileIsNotReadBeyondWhatAFolderMayHold() {
    String many =
        IntStream.range(0, 30)
            .mapToObj(i -> configMap("a" + i, "{}"))
            .collect(Collectors.joining("---\n"));
    String list =
        "apiVersion: v1\nkind: List\nitems:\n"
            + IntStream.range(0, 30)
                .mapToObj(i -> "- {apiVersion: v1, kind: A, metadata: {name: a}}\n")
                .collect(Collectors.joining());
    String json = "{\"apiVersion\":\"v1\",\"kind\":\"A\",\"metadata\":{\"name\":\"a\"}}".repeat(30);

    for (String content : List.of(many, list, json)) {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      assertThat(ParsedFile.of("a.yml", bytes, SMALL).manifests()).hasSize(6);
    }
  }

  @Test
  void aliasesMayNotMultiplyTheJsonOfAFolder() {
    String data = "x".repeat(600);
    StringBuilder document =
        new StringBuilder("apiVersion: v1\nkind: List\nx: &x " + data + "\nitems:\n");
    for (int i = 0; i < 3; i++) {
      document
          .append("- {apiVersion: v1, kind: A, metadata: {name: a")
          .append(i)
          .append("}, x: *x}\n");
    }
    Limits limits = new Limits(1000, 4000, 4000, 1500, 50, 6);

    assertThat(problems(limits, "a.yml", document.toString()))
        .containsExactly(
            "BKS-104 a.yml:1: up to this file the folder's objects as JSON exceed 1.5 KiB; the rest"
                + " was not read (split the environment)");
  }

  @Test
  void nestingIsLimited() {
    assertThat(Reading.of(SMALL, Reading.file("a.yml", configMap("a", "[[[[[]]]]]"))))
        .isInstanceOf(ReadResult.Manifests.class);
    String tooDeep = "BKS-104 a.yml:4: more than 6 mappings and lists inside each other";
    assertThat(problems(SMALL, "a.yml", configMap("a", "[[[[[[]]]]]]"))).containsExactly(tooDeep);
    assertThat(problems(SMALL, "a.yml", configMap("a", "[&x [[[]]], [[*x]]]")))
        .containsExactly(tooDeep);
    assertThat(Reading.of(SMALL, Reading.file("a.yml", configMap("a", "[&x [[[]]], [*x]]"))))
        .isInstanceOf(ReadResult.Manifests.class);
    assertThat(
            problems(
                SMALL,
                "a.yml",
                "{\"apiVersion\":\"v1\",\"kind\":\"A\",\"metadata\":{\"name\":\"a\"},\n\n\n"
                    + "\"a\":[[[[[[1]]]]]], \"b\": {\"c\":[[[[{}]]]]}}"))
        .containsExactly(tooDeep, tooDeep);
  }

  @Test
  void deepNestingIsNotFollowed() {
    for (String open : List.of("[", "{a: ", "- ", "? ", "{\"a\":", "\n- ")) {
      String bomb = "a: " + open.repeat(100_000);
      assertThat(Reading.problems(bomb)).isNotEmpty();
      assertThat(Reading.problems(open.repeat(100_000))).isNotEmpty();
    }
    assertThat(Reading.problems("{\"a\":".repeat(100_000))).isNotEmpty();
    assertThat(Reading.problems("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"))
        .isNotEmpty();
  }

  @Test
  void aBillionLaughsAreNotLaughed() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
    for (int i = 1; i < 40; i++) {
      String alias = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s]\n"
              .formatted(i, i, String.join(", ", java.util.Collections.nCopies(9, alias))));
    }
    assertThat(Reading.problems(bomb.toString()))
        .containsExactly(
            "BKS-104 production/all.yml:7: with its aliases expanded the document exceeds 4 MiB");
  }

  @Test
  void mergedBombsAreNotExpandedEither() {
    StringBuilder bomb = new StringBuilder("a0: &a0 {k: " + "x".repeat(10_000) + "}\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d {l: *a%d, m: *a%d}\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(Reading.problems(bomb.toString())).singleElement().asString().contains("4 MiB");
  }

  @Test
  void manyAliasesAreFine() {
    String uses =
        IntStream.range(0, 1000).mapToObj(i -> "a" + i + ": *x").collect(Collectors.joining(", "));
    assertThat(Reading.manifests(configMap("a", "{x: &x {b: c}, " + uses + "}"))).hasSize(1);
  }

  @Test
  void aThousandDocumentsAreReadInLittleTime() {
    String document = configMap("a", "{a: " + "word ".repeat(190) + "}");
    String file =
        IntStream.range(0, 1000).mapToObj(i -> document).collect(Collectors.joining("---\n"));
    Reading.of(file); // warm

    long start = System.nanoTime();
    assertThat(Reading.manifests(file)).hasSize(1000);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }
}
