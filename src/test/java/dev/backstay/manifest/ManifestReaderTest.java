package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {
  private static final String ONE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n";
  private static final String TWO = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: two}\n";

  private final List<String> contentsRead = new ArrayList<>();
  private final ManifestReader reader = new ManifestReader(Limits.defaults());

  private SourceFile file(String path, String blobId, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new SourceFile(
        path,
        blobId,
        bytes.length,
        () -> {
          contentsRead.add(path);
          return bytes;
        });
  }

  @Test
  void tellsWhatAnObjectIsAndWhereItStands() {
    Manifest manifest =
        Reading.manifest(
            """
            # the shop's web server
            ---

            # comment
            kind: Deployment
            apiVersion: apps/v1
            metadata:
              name: web
              namespace: shop
              annotations:
                backstay.dev/prune: never
                backstay.dev/adopt: "true"
                other.dev/x: z
            """);

    assertThat(manifest.key()).isEqualTo(new ObjectKey("apps", "Deployment", "shop", "web"));
    assertThat(manifest.apiVersion()).isEqualTo("apps/v1");
    assertThat(manifest.source()).isEqualTo(new Source("production/all.yml", 5));
    assertThat(manifest.directives())
        .isEqualTo(Map.of("backstay.dev/prune", "never", "backstay.dev/adopt", "true"));
    assertThat(manifest.json())
        .isEqualTo(
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"annotations":{\
            "backstay.dev/adopt":"true","backstay.dev/prune":"never","other.dev/x":"z"},\
            "name":"web","namespace":"shop"}}""");
  }

  @Test
  void givesEqualContentEqualDigests() {
    Manifest block = Reading.manifest(ONE);
    Manifest braces =
        Reading.manifest("{metadata: {'name': \"one\"}, kind: ConfigMap, apiVersion: v1} # x");

    assertThat(block.digest())
        .isEqualTo("7050973df482b3b7c7901c2d81711ec28ded5ff9beed867c771100681a42351e")
        .isEqualTo(braces.digest());
    assertThat(block.digest()).isNotEqualTo(Reading.manifest(TWO).digest());
  }

  @Test
  void keepsTheOrderOfFilesAndDocuments() throws IOException {
    ReadResult result =
        reader.read(List.of(file("b.yml", "1", TWO + "---\n" + ONE), file("a.yml", "2", ONE)));

    assertThat(((ReadResult.Manifests) result).manifests())
        .extracting(m -> m.source() + " " + m.key().name())
        .containsExactly("b.yml:1 two", "b.yml:5 one", "a.yml:1 one");
  }

  @Test
  void givesItemsOfAListTheirOwnLines() {
    List<Manifest> manifests =
        Reading.manifests(
            """
            apiVersion: v1
            kind: List
            items:
              - apiVersion: v1
                kind: ConfigMap
                metadata: {name: one}
              -
                # comment
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: two}
              - {apiVersion: v1, kind: ConfigMap, metadata: {name: three}}
            """);

    assertThat(manifests).extracting(m -> m.source().line()).containsExactly(4, 9, 12);
  }

  @Test
  void takesListsInsideOfListsApart() {
    List<Manifest> manifests =
        Reading.manifests(
            """
            apiVersion: v1
            kind: List
            items:
              - apiVersion: v1
                kind: ConfigMapList
                items: [{metadata: {name: one}}]
              - apiVersion: v1
                kind: ConfigMap
                metadata: {name: two}
            """);

    assertThat(manifests)
        .extracting(m -> m.source().line() + " " + m.key())
        .containsExactly("6 configmap/one", "7 configmap/two");
  }

  @Test
  void givesJsonObjectsTheirOwnLines() {
    List<Manifest> manifests =
        Reading.manifests(
            """

            {
              "apiVersion": "v1",
              "kind": "ConfigMap", "metadata": {"name": "one"}
            }
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "two"}}
            """);

    assertThat(manifests).extracting(m -> m.source().line()).containsExactly(3, 6);
  }

  @Test
  void doesNotTakeLinesOfMergedKeysForThoseOfTheObject() {
    List<Manifest> manifests =
        Reading.manifests(
            """
            apiVersion: v1
            kind: List
            common: &common {apiVersion: v1}
            items:
              - <<: *common
                kind: ConfigMap
                metadata: {name: one}
            """);

    assertThat(manifests).extracting(m -> m.source().line()).containsExactly(6);
  }

  @Test
  void anEmptyFolderHoldsNothing() throws IOException {
    assertThat(reader.read(List.of())).isEqualTo(new ReadResult.Manifests(List.of()));
  }

  @Test
  void readsOnlyFilesThatAreNew() throws IOException {
    reader.read(List.of(file("a.yml", "1", ONE), file("b.yml", "2", TWO)));
    contentsRead.clear();

    ReadResult again = reader.read(List.of(file("a.yml", "1", ONE), file("b.yml", "3", ONE)));

    assertThat(contentsRead).containsExactly("b.yml");
    assertThat(((ReadResult.Manifests) again).manifests()).hasSize(2);
  }

  @Test
  void readsAMovedFileAgainForItsPlace() throws IOException {
    reader.read(List.of(file("a.yml", "1", ONE)));
    ReadResult moved = reader.read(List.of(file("b.yml", "1", ONE)));

    assertThat(((ReadResult.Manifests) moved).manifests().getFirst().source().file())
        .isEqualTo("b.yml");
  }

  @Test
  void forgetsFilesThatAreGone() throws IOException {
    reader.read(List.of(file("a.yml", "1", ONE)));
    reader.read(List.of());
    reader.read(List.of(file("a.yml", "1", ONE)));

    assertThat(contentsRead).containsExactly("a.yml", "a.yml");
  }

  @Test
  void remembersProblemsToo() throws IOException {
    ReadResult first = reader.read(List.of(file("a.yml", "1", "x: [")));
    ReadResult second = reader.read(List.of(file("a.yml", "1", "x: [")));

    assertThat(contentsRead).containsExactly("a.yml");
    assertThat(first).isInstanceOf(ReadResult.Unreadable.class).isEqualTo(second);
  }

  @Test
  void aFileThatCannotBeFetchedIsNoProblemOfTheAuthor() {
    SourceFile lost =
        new SourceFile(
            "a.yml",
            "1",
            1,
            () -> {
              throw new IOException("the mirror lost it");
            });

    assertThatThrownBy(() -> reader.read(List.of(lost)))
        .isInstanceOf(IOException.class)
        .hasMessage("the mirror lost it");
  }

  @Test
  void tellsAllErrorsOfAFolderAtOnce() {
    ReadResult result =
        Reading.of(
            Limits.defaults(),
            Reading.file(
                "production/a.yml",
                """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: a
                  labels: {one: 1, two: true}
                data: {x: 1, x: 2}
                ---
                a: "
                ---
                kind: 5
                metadata: {name: [b], namespace: UPPER}
                ---
                ---b
                """),
            Reading.file("production/b.yml", ONE),
            Reading.file("production/c.json", "{\"apiVersion\": \"v1\" \"kind\": 1}"));

    assertThat(Reading.problems(result))
        .containsExactly(
            "BKS-204 production/a.yml:5 configmap/a: label \"one\" is a number, not a string (put the value in quotes)",
            "BKS-204 production/a.yml:5 configmap/a: label \"two\" is a boolean, not a string (put the value in quotes)",
            "BKS-111 production/a.yml:6: key \"x\" is already set in line 6 (kubectl would keep only the last one; remove one of them)",
            "BKS-110 production/a.yml:8: a quote that begins here is not closed in this document",
            "BKS-112 production/a.yml:10: apiVersion is missing (every document of the folder is one Kubernetes object)",
            "BKS-112 production/a.yml:10: kind is a number, not a string (put it in quotes)",
            "BKS-112 production/a.yml:11: metadata.name is a list, not a string (put it in quotes)",
            "BKS-112 production/a.yml:11: metadata.namespace is not well formed (small letters, digits and -, up to 63 of them)",
            "BKS-110 production/a.yml:13: a line that begins with --- separates documents, and this one goes on with text (put the text on the next line; indent it if it belongs to a value)",
            "BKS-110 production/c.json:1: not valid JSON (look for a comma, quote or bracket that is missing or too many; JSON has no comments)");
  }

  @Test
  void anUnreadableFolderHasAProblem() {
    assertThatThrownBy(() -> new ReadResult.Unreadable(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
