package dev.backstay.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads {@code kubectl-json.txt}, whose head tells its form. */
final class KubectlCases {
  private static final String CONFIG_MAP =
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: case\ndata:\n  ";

  private KubectlCases() {}

  enum Verdict {
    /** kubectl sends these objects, and so does Backstay. */
    SAME,
    /** Both refuse. */
    ERROR,
    /** Only Backstay refuses. */
    REFUSED
  }

  /**
   * One case.
   *
   * @param objects the JSON of each object, in the order of the file
   */
  record Case(String name, String yaml, Verdict verdict, List<String> objects) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    List<String> lines = text().lines().toList();
    int i = 0;
    while (i < lines.size()) {
      String line = lines.get(i++);
      if (line.startsWith("=== ")) {
        StringBuilder yaml = new StringBuilder();
        List<String> results = new ArrayList<>();
        while (i < lines.size() && !lines.get(i).startsWith("=== ")) {
          String content = lines.get(i++);
          if (content.startsWith("==> ")) {
            results.add(content.substring(4));
          } else {
            yaml.append(content).append('\n');
          }
        }
        cases.add(of(line.substring(4), yaml.toString(), results));
      } else if (line.startsWith("v ") || line.startsWith("k ")) {
        cases.add(oneLine(line));
      }
    }
    return cases;
  }

  private static Case oneLine(String line) {
    int arrow = line.indexOf("==> ");
    String text = line.substring(2, arrow).strip();
    String result = line.substring(arrow + 4);
    boolean key = line.startsWith("k");
    boolean json = !result.equals("error") && !result.equals("refused");
    String data = key ? result + ":\"x\"" : "\"v\":" + result;
    return of(
        line,
        CONFIG_MAP + (key ? text + ": x" : "v: " + text) + "\n",
        List.of(
            json
                ? "{\"apiVersion\":\"v1\",\"data\":{"
                    + data
                    + "},\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"case\"}}"
                : result));
  }

  private static Case of(String name, String yaml, List<String> results) {
    String text =
        yaml.replace('␉', '\t').replace('␍', '\r').replace('␇', '\7').replace('⍰', '\uFEFF');
    int end = text.indexOf('␄');
    Verdict verdict =
        results.equals(List.of("error"))
            ? Verdict.ERROR
            : results.equals(List.of("refused")) ? Verdict.REFUSED : Verdict.SAME;
    return new Case(
        name,
        end < 0 ? text : text.substring(0, end),
        verdict,
        verdict == Verdict.SAME ? results : List.of());
  }

  private static String text() {
    try (InputStream in = KubectlCases.class.getResourceAsStream("kubectl-json.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
