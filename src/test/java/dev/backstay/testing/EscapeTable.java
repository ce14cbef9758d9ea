package dev.backstay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Manifests that try to leave their environment, and some that only look so. The environment is
 * {@code production}; its namespace is written as {@code HOME}.
 */
public final class EscapeTable {
  /** What the environment of the tables is allowed, as its configuration says it. */
  public static final String SETTINGS =
      ", clusterKinds: [ClusterRole, ClusterRoleBinding, PriorityClass,"
          + " MutatingWebhookConfiguration, ValidatingWebhookConfiguration, APIService, FlowSchema,"
          + " PersistentVolume, StorageClass, ValidatingAdmissionPolicyBinding,"
          + " CustomResourceDefinition],"
          + " deniedKinds: [LimitRange, Secret/forbidden-*, PriorityClass/denied-*]";

  private static final Path FOLDER = Path.of("src/test/resources/confinement");

  private EscapeTable() {}

  /**
   * A file of the folder.
   *
   * @param path from the root of the repository
   * @param errors as {@code BKS-301:5}, code and line; empty if it is allowed
   * @param pure it needs kinds, or rights, that the test cluster does not give
   */
  public record Row(String path, String title, List<String> errors, boolean pure, String yaml) {
    @Override
    public String toString() {
      return title;
    }
  }

  public static List<Row> escapes(String namespace) {
    return read("escapes.txt", "escape", namespace);
  }

  public static List<Row> lookalikes(String namespace) {
    return read("lookalikes.txt", "fine", namespace);
  }

  private static List<Row> read(String file, String name, String namespace) {
    List<Row> rows = new ArrayList<>();
    for (String part : text(file).substring("### ".length()).split("\n### ", -1)) {
      int end = part.indexOf('\n');
      String[] head = part.substring(0, end).split(" ", 2);
      boolean pure = head[1].startsWith("pure ");
      rows.add(
          new Row(
              "production/%s-%02d.yml".formatted(name, rows.size() + 1),
              head[1],
              head[0].equals("-") ? List.of() : List.of(head[0].split(",", -1)),
              pure,
              part.substring(end + 1).replace("HOME", namespace)));
    }
    return rows;
  }

  private static String text(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
