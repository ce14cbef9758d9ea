package dev.backstay.sync.lag;

import dev.backstay.git.Commit;
import dev.backstay.git.ConfigRepository;
import dev.backstay.git.Folder;
import dev.backstay.git.Revision;
import dev.backstay.manifest.Images;
import dev.backstay.manifest.Images.Place;
import dev.backstay.manifest.Limits;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ManifestReader;
import dev.backstay.manifest.ReadResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares the images of two environments, and finds the commits of the one that the other lacks.
 * Goes back in history only as far as images differ; asks the mirror, never a server.
 */
public final class LagFinder {
  private static final int MOST_IMAGES = 20;

  private final ConfigRepository repository;
  private final ManifestReader reader = new ManifestReader(Limits.defaults());

  public LagFinder(ConfigRepository repository) {
    this.repository = repository;
  }

  /**
   * What one environment lacks of the one before it.
   *
   * @return empty if the two have no container in common: they are not stages of the same thing
   * @throws IOException if the mirror cannot be read
   */
  public Optional<Lag> find(Side behind, Side ahead) throws IOException {
    Map<Place, String> here = images(behind.path(), new Revision(behind.head()));
    Map<Place, String> there = images(ahead.path(), new Revision(ahead.head()));
    here.keySet().retainAll(there.keySet());
    if (here.isEmpty()) {
      return Optional.empty();
    }
    List<Lag.Image> images =
        here.entrySet().stream()
            .filter(image -> !image.getValue().equals(there.get(image.getKey())))
            .map(image -> image(image, there))
            .toList();
    return Optional.of(images.isEmpty() ? Lag.none(ahead.name()) : lag(ahead, images));
  }

  private static Lag.Image image(Map.Entry<Place, String> here, Map<Place, String> there) {
    return new Lag.Image(here.getKey(), here.getValue(), String.valueOf(there.get(here.getKey())));
  }

  private Lag lag(Side ahead, List<Lag.Image> images) throws IOException {
    Lacking lacking = new Lacking(images);
    List<Commit> commits =
        repository.commitsBetween(Optional.empty(), new Revision(ahead.head()), ahead.path());
    for (int i = 0; i < commits.size() && lacking.isOpen(); i++) {
      // before the folder's first commit there was nothing
      Map<Place, String> before =
          i + 1 < commits.size() ? images(ahead.path(), commits.get(i + 1).revision()) : Map.of();
      lacking.look(commits.get(i), before);
    }
    return new Lag(
        ahead.name(),
        lacking.commits(),
        lacking.oldest(),
        images.subList(0, Math.min(images.size(), MOST_IMAGES)));
  }

  private SortedMap<Place, String> images(String path, Revision revision) throws IOException {
    SortedMap<Place, String> images = new TreeMap<>();
    if (repository.folder(revision, path) instanceof Folder.Found found) {
      manifests(found).forEach(manifest -> images.putAll(Images.of(manifest)));
    }
    return images;
  }

  /** Of a folder that is not all right, what could be read counts. */
  private List<Manifest> manifests(Folder.Found found) throws IOException {
    return switch (reader.read(found.files())) {
      case ReadResult.Manifests(List<Manifest> all) -> all;
      case ReadResult.Unreadable(var _, List<Manifest> readable) -> readable;
    };
  }
}
