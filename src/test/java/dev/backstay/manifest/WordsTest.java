package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How objects, places and problems are printed and ordered. */
class WordsTest {
  private static final ObjectKey POD = new ObjectKey("", "Pod", "shop", "web");
  private static final ObjectKey APP = new ObjectKey("apps", "Deployment", "shop", "web");

  @Test
  void objectsAreNamedAsKubectlDoes() {
    assertThat(POD).hasToString("pod/web");
    assertThat(APP).hasToString("deployment.apps/web");
    assertThat(List.of(POD.groupKind(), APP.groupKind())).containsExactly("Pod", "Deployment.apps");
  }

  @Test
  void objectsAreOrderedByGroupKindNamespaceName() {
    assertThat(List.of(APP, POD.withNamespace("z"), POD, POD.withNamespace("a")).stream().sorted())
        .containsExactly(POD.withNamespace("a"), POD, POD.withNamespace("z"), APP);
  }

  @Test
  void placesAreOrderedByFileAndLine() {
    Source first = new Source("a.yml", 2);
    assertThat(List.of(new Source("b.yml", 1), new Source("a.yml", 10), first).stream().sorted())
        .containsExactly(first, new Source("a.yml", 10), new Source("b.yml", 1));
    assertThat(first).hasToString("a.yml:2");
    assertThatThrownBy(() -> new Source("a.yml", 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void problemsFitOnALine() {
    Manifest manifest = new Manifest(APP, "apps/v1", "{}", "d", new Source("a.yml", 2), Map.of());
    assertThat(
            List.of(
                Problem.of(ProblemCode.INVALID, manifest, "wrong", "mend it").toString(),
                Problem.of(ProblemCode.FORBIDDEN, POD, "not allowed", "").toString(),
                Problem.at(ProblemCode.SYNTAX, manifest.source(), "no YAML", "").toString(),
                Problem.general(ProblemCode.FOLDER_EMPTY, "nothing there", "").toString()))
        .containsExactly(
            "BKS-204 a.yml:2 deployment.apps/web: wrong (mend it)",
            "BKS-206 pod/web: not allowed",
            "BKS-110 a.yml:2: no YAML",
            "BKS-102 nothing there");
  }

  @Test
  void aManifestDoesNotPrintItsContent_P9() {
    Manifest manifest =
        new Manifest(APP, "apps/v1", "{\"a\":1}", "d", new Source("a.yml", 2), Map.of());
    assertThat(manifest).hasToString("a.yml:2 deployment.apps/web");
  }

  @Test
  void codesAreNeverSharedByTwoProblems() {
    assertThat(ProblemCode.values()).extracting(ProblemCode::id).doesNotHaveDuplicates();
  }
}
