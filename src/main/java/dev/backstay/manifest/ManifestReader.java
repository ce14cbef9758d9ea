package dev.backstay.manifest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the files of one environment. Parsed files are kept by path and blob id until the next
 * reading no longer has them, so that a commit costs only the files it changed. For one thread at a
 * time.
 */
public final class ManifestReader {
  private final Limits limits;
  private Map<FileId, ParsedFile> known = Map.of();

  private record FileId(String path, String blobId) {}

  public ManifestReader(Limits limits) {
    this.limits = limits;
  }

  /**
   * Reads a folder: all of its manifests, or all that is wrong with it.
   *
   * @param files YAML and JSON files, in the order of their paths
   * @throws IOException if the content of a file could not be fetched: nothing is known about the
   *     folder then
   */
  public ReadResult read(List<SourceFile> files) throws IOException {
    Map<FileId, ParsedFile> read = new HashMap<>();
    List<Manifest> manifests = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    long folderBytes = 0;
    long jsonBytes = 0;
    for (SourceFile file : files) {
      folderBytes += file.size();
      if (folderBytes > limits.folderBytes()) {
        problems.add(folderTooLarge(file, "files"));
        break;
      }
      if (file.size() > limits.fileBytes()) {
        problems.add(fileTooLarge(file));
        continue;
      }
      ParsedFile parsed = parse(file);
      read.put(new FileId(file.path(), file.blobId()), parsed);
      problems.addAll(parsed.problems());
      manifests.addAll(parsed.manifests());
      jsonBytes += parsed.jsonBytes();
      if (jsonBytes > limits.folderBytes()) {
        problems.add(folderTooLarge(file, "objects as JSON"));
        break;
      }
      if (manifests.size() > limits.objects()) {
        problems.add(tooManyObjects(manifests.get(limits.objects())));
        break;
      }
    }
    known = read;
    return problems.isEmpty()
        ? new ReadResult.Manifests(manifests)
        : new ReadResult.Unreadable(problems, manifests);
  }

  private ParsedFile parse(SourceFile file) throws IOException {
    ParsedFile parsed = known.get(new FileId(file.path(), file.blobId()));
    return parsed != null ? parsed : ParsedFile.of(file.path(), file.content().read(), limits);
  }

  private Problem fileTooLarge(SourceFile file) {
    return Problem.at(
        ProblemCode.LIMIT_EXCEEDED,
        new Source(file.path(), 1),
        "the file has "
            + Limits.inWords(file.size())
            + ", the limit is "
            + Limits.inWords(limits.fileBytes()),
        "split it");
  }

  private Problem folderTooLarge(SourceFile file, String what) {
    return Problem.at(
        ProblemCode.LIMIT_EXCEEDED,
        new Source(file.path(), 1),
        "up to this file the folder's "
            + what
            + " exceed "
            + Limits.inWords(limits.folderBytes())
            + "; the rest was not read",
        "split the environment");
  }

  private Problem tooManyObjects(Manifest first) {
    return Problem.of(
        ProblemCode.LIMIT_EXCEEDED,
        first,
        "from here on the folder has more than " + limits.objects() + " objects",
        "split the environment");
  }
}
