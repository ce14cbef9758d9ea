package dev.backstay.sync;

import dev.backstay.git.ConfigRepository;
import dev.backstay.git.Folder;
import dev.backstay.git.Revision;
import dev.backstay.manifest.Limits;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ManifestReader;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.manifest.ReadResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what the folder of a revision says. Manifests of files that did not change are kept. */
final class DesiredState {
  private final ConfigRepository repository;
  private final ManifestReader reader;
  private final String path;

  DesiredState(ConfigRepository repository, ManifestReader reader, String path) {
    this.repository = repository;
    this.reader = reader;
    this.path = path;
  }

  /**
   * What could be read of a folder.
   *
   * @param problems all that is wrong with the rest; none if all could be read
   */
  record Reading(List<Manifest> manifests, List<Problem> problems) {
    Reading {
      manifests = List.copyOf(manifests);
      problems = List.copyOf(problems);
    }
  }

  /**
   * @throws Stopped refused, with all problems at once; or failed, if git could not be read
   */
  List<Manifest> at(String head) throws Stopped {
    Reading reading = read(head);
    if (!reading.problems().isEmpty()) {
      throw refused(reading.problems());
    }
    return reading.manifests();
  }

  /**
   * @throws Stopped refused, if there is nothing to read; or failed, if git could not be read
   */
  Reading read(String head) throws Stopped {
    try {
      return switch (repository.folder(new Revision(head), path)) {
        case Folder.Missing _ -> throw refused(List.of(missing()));
        case Folder.Found found -> read(found);
      };
    } catch (IOException e) {
      throw new Stopped(
          new SyncOutcome.Failed(
              List.of(
                  Problem.general(
                      ProblemCode.GIT_UNREADABLE,
                      "cannot read the folder: " + e.getMessage(),
                      ""))));
    }
  }

  /** What can be read of it, by a reader that nobody else uses; nothing if git does not answer. */
  List<Manifest> readable(String head) {
    try {
      return new DesiredState(repository, new ManifestReader(Limits.defaults()), path)
          .read(head)
          .manifests();
    } catch (Stopped _) {
      return List.of();
    }
  }

  private Reading read(Folder.Found found) throws IOException {
    List<Problem> problems = new ArrayList<>(found.problems());
    List<Manifest> manifests = new ArrayList<>();
    switch (reader.read(found.files())) {
      case ReadResult.Manifests(List<Manifest> read) -> manifests.addAll(read);
      case ReadResult.Unreadable(List<Problem> unreadable, List<Manifest> readable) -> {
        problems.addAll(unreadable);
        manifests.addAll(readable);
      }
    }
    if (problems.isEmpty() && manifests.isEmpty()) {
      problems.add(empty());
    }
    return new Reading(manifests, problems);
  }

  private static Stopped refused(List<Problem> problems) {
    return new Stopped(new SyncOutcome.Refused(problems, true));
  }

  private Problem missing() {
    return Problem.general(
        ProblemCode.FOLDER_MISSING,
        "the folder " + path + " is missing from this revision",
        "nothing is deleted; bring it back, or take the environment out of the configuration");
  }

  private Problem empty() {
    return Problem.general(
        ProblemCode.FOLDER_EMPTY,
        "the folder " + path + " holds no manifests",
        "nothing is deleted; bring them back, or take the environment out of the configuration");
  }
}
