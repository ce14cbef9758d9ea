package dev.backstay.git;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Finds what stands at a path of a commit. */
final class Trees {
  /** What a path leads to. */
  record Entry(ObjectId id, FileMode mode) {
    boolean isFolder() {
      return FileMode.TREE.equals(mode);
    }
  }

  private Trees() {}

  /** A path as git has it: {@code ./apps//prod/} becomes {@code apps/prod}, the root is empty. */
  static String normal(String path) {
    return Arrays.stream(path.split("/"))
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .collect(Collectors.joining("/"));
  }

  /** The tree of the folder at a normal path, if there is a folder. */
  static Optional<ObjectId> folder(ObjectReader reader, RevCommit commit, String path)
      throws IOException {
    return entry(reader, commit.getTree(), path).filter(Entry::isFolder).map(Entry::id);
  }

  static Optional<Entry> entry(ObjectReader reader, ObjectId tree, String path) throws IOException {
    if (path.isEmpty()) {
      return Optional.of(new Entry(tree.copy(), FileMode.TREE));
    }
    try (TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
      return walk == null
          ? Optional.empty()
          : Optional.of(new Entry(walk.getObjectId(0), walk.getFileMode(0)));
    }
  }
}
