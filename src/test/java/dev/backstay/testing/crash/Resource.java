package dev.backstay.testing.crash;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a request to the API server is about.
 *
 * @param collection the path of the list
 * @param name of one object in it; empty for the list itself
 */
record Resource(String collection, Optional<String> name) {
  private static final int NAMESPACED_LIST = 3;

  /** Empty for what is no resource: discovery. */
  static Optional<Resource> of(String path) {
    List<String> all = Arrays.stream(path.split("/", -1)).skip(1).toList();
    int root = all.getFirst().equals("api") ? 2 : 3;
    int length = all.size() - root;
    if (!all.getFirst().startsWith("api") || length < 1) {
      return Optional.empty();
    }
    boolean isNamespaced = all.get(root).equals("namespaces") && length >= NAMESPACED_LIST;
    boolean isList = length == (isNamespaced ? NAMESPACED_LIST : 1);
    return Optional.of(
        isList
            ? new Resource(path, Optional.empty())
            : new Resource(path.substring(0, path.lastIndexOf('/')), Optional.of(all.getLast())));
  }
}
