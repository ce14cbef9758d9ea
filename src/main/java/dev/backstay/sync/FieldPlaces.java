package dev.backstay.sync;

import dev.backstay.cluster.ApiFailure;
import dev.backstay.git.ConfigRepository;
import dev.backstay.git.Folder;
import dev.backstay.git.Revision;
import dev.backstay.manifest.FieldLocator;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.Source;
import dev.backstay.manifest.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the line of the field that the API server complains about; without it a problem names the
 * line of its document.
 */
final class FieldPlaces {
  private final ConfigRepository repository;
  private final String path;
  private final String head;
  private final Map<ObjectKey, Manifest> manifests = new HashMap<>();
  private final Map<Source, List<Manifest>> bySource = new HashMap<>();

  private FieldPlaces(
      ConfigRepository repository, String path, String head, List<Manifest> desired) {
    this.repository = repository;
    this.path = path;
    this.head = head;
    for (Manifest manifest : desired) {
      manifests.put(manifest.key(), manifest);
      bySource.computeIfAbsent(manifest.source(), _ -> new ArrayList<>()).add(manifest);
    }
  }

  /** For the manifests that an environment has at a head. */
  static FieldPlaces at(EnvironmentParts parts, String head, List<Manifest> desired) {
    return new FieldPlaces(parts.repository(), parts.config().path(), head, desired);
  }

  List<Problem> pinpoint(List<Problem> problems) {
    return problems.stream().map(this::pinpoint).toList();
  }

  private Problem pinpoint(Problem problem) {
    return problem
        .object()
        .map(key -> manifest(problem, key))
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

  /** By its document if that is told: of two with one key, and before it has a namespace. */
  private @Nullable Manifest manifest(Problem problem, ObjectKey key) {
    return problem
        .source()
        .flatMap(
            source ->
                bySource.getOrDefault(source, List.of()).stream()
                    .filter(m -> m.key().kind().equals(key.kind()))
                    .filter(m -> m.key().name().equals(key.name()))
                    .findFirst())
        .orElseGet(() -> manifests.get(key));
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
