package dev.backstay.sync;

import dev.backstay.cluster.ApiFailure;
import dev.backstay.git.ConfigRepository;
import dev.backstay.git.Folder;
import dev.backstay.git.Revision;
import dev.backstay.manifest.FieldLocator;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.SourceFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the line of the field that the API server complains about; without it a problem names the
 * line of its document.
 */
final class FieldPlaces {
  private final ConfigRepository repository;
  private final String path;
  private final String head;
  private final Map<ObjectKey, Manifest> manifests = new HashMap<>();

  FieldPlaces(ConfigRepository repository, String path, String head, List<Manifest> desired) {
    this.repository = repository;
    this.path = path;
    this.head = head;
    desired.forEach(manifest -> manifests.put(manifest.key(), manifest));
  }

  List<Problem> pinpoint(List<Problem> problems) {
    return problems.stream().map(this::pinpoint).toList();
  }

  private Problem pinpoint(Problem problem) {
    return problem
        .object()
        .map(manifests::get)
        .flatMap(manifest -> place(manifest, problem.message()))
        .map(
            place ->
                new Problem(
                    problem.code(),
                    Optional.of(place.source()),
                    problem.object(),
                    problem.message(),
                    problem.hint()))
        .orElse(problem);
  }

  private Optional<FieldLocator.Place> place(Manifest manifest, String message) {
    return ApiFailure.fieldPathIn(message)
        .flatMap(
            field ->
                content(manifest.source().file())
                    .flatMap(bytes -> FieldLocator.locate(bytes, manifest, field)));
  }

  private Optional<byte[]> content(String file) {
    try {
      if (repository.folder(new Revision(head), path) instanceof Folder.Found found) {
        for (SourceFile source : found.files()) {
          if (source.path().equals(file)) {
            return Optional.of(source.content().read());
          }
        }
      }
      return Optional.empty();
    } catch (IOException _) {
      // the line of the document is known anyway
      return Optional.empty();
    }
  }
}
