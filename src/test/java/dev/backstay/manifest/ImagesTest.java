package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.manifest.Images.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where images stand. */
final class ImagesTest {
  private static Map<Place, String> images(String yaml) throws IOException {
    byte[] text = yaml.getBytes(StandardCharsets.UTF_8);
    SourceFile file = new SourceFile("a.yml", "0", text.length, () -> text);
    return switch (new ManifestReader(Limits.defaults()).read(List.of(file))) {
      case ReadResult.Manifests(List<Manifest> all) -> Images.of(all.getFirst());
      case ReadResult.Unreadable(List<Problem> problems, _) -> throw new AssertionError(problems);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "v1, Pod, '', pod/a",
    "apps/v1, Deployment, 'template: ', deployment.apps/a",
    "apps/v1, StatefulSet, 'template: ', statefulset.apps/a",
    "apps/v1, DaemonSet, 'template: ', daemonset.apps/a",
    "batch/v1, Job, 'template: ', job.batch/a",
    "batch/v1, CronJob, 'jobTemplate: {spec: {template: ', cronjob.batch/a"
  })
  void ofEachWorkload(String apiVersion, String kind, String way, String object)
      throws IOException {
    String pods =
        "{containers: [{name: app, image: 'web:1'}], initContainers: [{name: set, image: 'set:1'}]}";
    String spec =
        way.isEmpty() ? pods : "{" + way + "{spec: " + pods + "}" + "}".repeat(count(way));
    assertThat(
            images(
                "{apiVersion: %s, kind: %s, metadata: {name: a}, spec: %s}"
                    .formatted(apiVersion, kind, spec)))
        .isEqualTo(Map.of(new Place(object, "app"), "web:1", new Place(object, "set"), "set:1"));
  }

  private static int count(String way) {
    return (int) way.chars().filter(c -> c == '{').count() + 1;
  }

  @Test
  void ofWhatIsNoWorkloadThereAreNone() throws IOException {
    assertThat(images("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {image: x}}"))
        .isEmpty();
  }

  @Test
  void aContainerWithoutAnImageHasNone() throws IOException {
    assertThat(
            images(
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: b}, 7]}}"))
        .isEmpty();
  }
}
