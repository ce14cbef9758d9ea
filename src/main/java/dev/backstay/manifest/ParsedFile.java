package dev.backstay.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one file holds. Depends on its path and content only.
 *
 * @param manifests those that could be read, even if there are problems too
 * @param jsonBytes of all its objects
 */
record ParsedFile(List<Manifest> manifests, List<Problem> problems, long jsonBytes) {
  ParsedFile {
    manifests = List.copyOf(manifests);
    problems = List.copyOf(problems);
  }

  static ParsedFile of(String path, byte[] content, Limits limits) {
    Findings findings = new Findings(path);
    Collector collector = new Collector(limits, findings);
    Documents.read(
        path,
        content,
        limits,
        findings,
        document -> ListItems.each(document, findings, collector::take));
    return new ParsedFile(collector.manifests, findings.all(), collector.jsonBytes);
  }

  /** Takes object after object, until even the whole folder could not hold them. */
  private static final class Collector {
    private final Limits limits;
    private final Findings findings;
    private final List<Manifest> manifests = new ArrayList<>();
    private long jsonBytes;

    Collector(Limits limits, Findings findings) {
      this.limits = limits;
      this.findings = findings;
    }

    boolean take(Value object) {
      Optional<Manifest> manifest = ObjectReader.read(object, limits, findings);
      if (manifest.isPresent()) {
        manifests.add(manifest.get());
        jsonBytes += manifest.get().json().length();
      }
      return manifests.size() <= limits.objects() && jsonBytes <= limits.folderBytes();
    }
  }
}
