package dev.backstay.git;

import dev.backstay.manifest.SecretLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * The difference between two folders as people read it: unified, of a bounded length, without
 * control characters, and without the values of Secrets. A changed value is still seen as changed:
 * lines are compared as they are, and masked when they are shown.
 */
final class FolderDiff {
  private static final int MOST_LINES = 2_000;
  private static final int MOST_FILES = 200;
  private static final int MOST_BYTES = 1024 * 1024;
  private static final String NOTHING = "/dev/null";

  private final String path;
  private final List<String> lines = new ArrayList<>();

  private FolderDiff(String path) {
    this.path = path;
  }

  /** One side of a changed file. */
  private record Side(FileMode mode, ObjectId id) {
    boolean exists() {
      return !FileMode.MISSING.equals(mode);
    }

    boolean isPlainFile() {
      return !exists()
          || FileMode.REGULAR_FILE.equals(mode)
          || FileMode.EXECUTABLE_FILE.equals(mode);
    }
  }

  /**
   * @param before empty if there was no such folder
   */
  static List<String> of(
      Repository repository, String path, Optional<ObjectId> before, ObjectId after)
      throws IOException {
    FolderDiff diff = new FolderDiff(path);
    try (ObjectReader reader = repository.newObjectReader()) {
      diff.compare(reader, before, after);
    }
    return diff.lines;
  }

  private void compare(ObjectReader reader, Optional<ObjectId> before, ObjectId after)
      throws IOException {
    try (TreeWalk walk = new TreeWalk(reader)) {
      if (before.isPresent()) {
        walk.addTree(before.get());
      } else {
        walk.addTree(new EmptyTreeIterator());
      }
      walk.addTree(after);
      walk.setRecursive(true);
      walk.setFilter(TreeFilter.ANY_DIFF);
      int files = 0;
      while (walk.next()) {
        if (++files > MOST_FILES || lines.size() > MOST_LINES) {
          lines.add("… the rest is not shown: it is too much");
          return;
        }
        file(
            reader,
            path.isEmpty() ? walk.getPathString() : path + "/" + walk.getPathString(),
            new Side(walk.getFileMode(0), walk.getObjectId(0)),
            new Side(walk.getFileMode(1), walk.getObjectId(1)));
      }
    }
  }

  private void file(ObjectReader reader, String file, Side before, Side after) throws IOException {
    add("--- " + (before.exists() ? "a/" + file : NOTHING));
    add("+++ " + (after.exists() ? "b/" + file : NOTHING));
    if (before.exists() && after.exists() && !before.mode().equals(after.mode())) {
      add("old mode " + before.mode());
      add("new mode " + after.mode());
    }
    if (before.id().equals(after.id())) {
      return;
    }
    if (!isManifest(file) || !before.isPlainFile() || !after.isPlainFile()) {
      add("(content not shown: it is no manifest)");
      return;
    }
    Optional<RawText> old = text(reader, file, before);
    Optional<RawText> now = text(reader, file, after);
    if (old.isEmpty() || now.isEmpty()) {
      add("(content not shown: it is too large, or no text)");
      return;
    }
    hunks(old.get(), now.get());
  }

  private void hunks(RawText old, RawText now) throws IOException {
    EditList edits =
        DiffAlgorithm.getAlgorithm(DiffAlgorithm.SupportedAlgorithm.HISTOGRAM)
            .diff(RawTextComparator.DEFAULT, old, now);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(out)) {
      formatter.format(edits, old, now);
    }
    List<String> hunks = out.toString(StandardCharsets.UTF_8).lines().toList();
    int room = Math.max(0, MOST_LINES - lines.size());
    hunks.stream().limit(room).forEach(this::add);
    if (hunks.size() > room) {
      add("… " + (hunks.size() - room) + " more lines are not shown");
    }
  }

  private static boolean isManifest(String file) {
    return file.endsWith(".yaml") || file.endsWith(".yml") || file.endsWith(".json");
  }

  private static Optional<RawText> text(ObjectReader reader, String file, Side side)
      throws IOException {
    if (!side.exists()) {
      return Optional.of(new RawText(new byte[0]));
    }
    if (reader.getObjectSize(side.id(), Constants.OBJ_BLOB) > MOST_BYTES) {
      return Optional.empty();
    }
    byte[] content = reader.open(side.id(), Constants.OBJ_BLOB).getBytes(MOST_BYTES);
    return RawText.isBinary(content)
        ? Optional.empty()
        : Optional.of(new MaskedText(content, SecretLines.of(file, content)));
  }

  private void add(String line) {
    StringBuilder shown = new StringBuilder(line.length());
    line.codePoints()
        .forEach(
            c -> {
              if (c != '\t'
                  && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    lines.add(shown.toString());
  }

  /** A text that is compared as it is, and shown without the values of Secrets. */
  private static final class MaskedText extends RawText {
    private final SecretLines secrets;

    MaskedText(byte[] content, SecretLines secrets) {
      super(content);
      this.secrets = secrets;
    }

    @Override
    public void writeLine(OutputStream out, int i) throws IOException {
      out.write(secrets.shown(i + 1, getString(i)).getBytes(StandardCharsets.UTF_8));
    }
  }
}
