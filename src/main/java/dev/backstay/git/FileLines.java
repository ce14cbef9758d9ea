package dev.backstay.git;

import dev.backstay.manifest.SecretLines;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The lines of a manifest file as they may be shown: without the values of Secrets. */
final class FileLines {
  private static final int MOST_BYTES = 1024 * 1024;

  private final RawText text;
  private final SecretLines secrets;

  private FileLines(RawText text, SecretLines secrets) {
    this.text = text;
    this.secrets = secrets;
  }

  /** What is no file, no text or too large has no lines. */
  static FileLines of(Mirror mirror, Revision revision, String path) throws IOException {
    byte[] content = content(mirror, revision, path);
    return new FileLines(
        new RawText(RawText.isBinary(content) ? new byte[0] : content),
        SecretLines.of(path, content));
  }

  private static byte[] content(Mirror mirror, Revision revision, String path) throws IOException {
    try (ObjectReader reader = mirror.repository().newObjectReader();
        RevWalk walk = new RevWalk(reader);
        TreeWalk file =
            TreeWalk.forPath(reader, path, History.commit(mirror, walk, revision).getTree())) {
      boolean isFile =
          file != null
              && (FileMode.REGULAR_FILE.equals(file.getRawMode(0))
                  || FileMode.EXECUTABLE_FILE.equals(file.getRawMode(0)));
      if (!isFile || reader.getObjectSize(file.getObjectId(0), Constants.OBJ_BLOB) > MOST_BYTES) {
        return new byte[0];
      }
      return reader.open(file.getObjectId(0), Constants.OBJ_BLOB).getBytes(MOST_BYTES);
    }
  }

  /** Counted from 1; fewer where the file ends. */
  List<String> range(int from, int count) {
    int first = Math.max(1, from);
    int last = Math.min(text.size(), first + count - 1);
    return IntStream.rangeClosed(first, last)
        .mapToObj(line -> secrets.shown(line, text.getString(line - 1)))
        .toList();
  }
}
