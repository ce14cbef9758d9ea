package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Short ways to read a text in a test. */
final class Reading {
  private Reading() {}

  static SourceFile file(String path, byte[] content) {
    return new SourceFile(path, "blob of " + path, content.length, () -> content);
  }

  static SourceFile file(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  static ReadResult of(String yaml) {
    return of(Limits.defaults(), file("production/all.yml", yaml));
  }

  static ReadResult of(Limits limits, SourceFile... files) {
    try {
      return new ManifestReader(limits).read(List.of(files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Manifest> manifests(String yaml) {
    ReadResult result = of(yaml);
    assertThat(result).isInstanceOf(ReadResult.Manifests.class);
    return ((ReadResult.Manifests) result).manifests();
  }

  static Manifest manifest(String yaml) {
    return manifests(yaml).getFirst();
  }

  /** Each problem as people read it. */
  static List<String> problems(ReadResult result) {
    assertThat(result).isInstanceOf(ReadResult.Unreadable.class);
    return ((ReadResult.Unreadable) result).problems().stream().map(Problem::toString).toList();
  }

  static List<String> problems(String yaml) {
    return problems(of(yaml));
  }

  /** Lines of a ConfigMap; the text goes under its data from line 5 on. */
  static String configMap(String data) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n" + data.indent(2);
  }
}
