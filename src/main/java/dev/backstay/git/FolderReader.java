package dev.backstay.git;

import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.manifest.Source;
import dev.backstay.manifest.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Lists the manifest files of one folder tree. An entry that could hide a manifest (a link, a
 * submodule) is a problem and never passed over: a file that is not seen would be pruned.
 */
final class FolderReader {
  /** Reads a file's content, long after the listing and maybe from another mirror. */
  interface Contents {
    byte[] read(String path, ObjectId blob, long limit) throws IOException;
  }

  private static final String IGNORE_FILE = ".backstayignore";
  private static final long IGNORE_FILE_LIMIT = 64L * 1024;
  private static final int MOST_PROBLEMS = 1_000;

  /** A folder and those that it lies in are held in memory at once. */
  private static final long OPEN_TREES = 8L * 1024 * 1024;

  /** By its specification an LFS pointer is shorter than this. */
  private static final long LONGEST_POINTER = 1_024;

  private static final byte[] POINTER =
      "version https://git-lfs".getBytes(StandardCharsets.US_ASCII);

  private final ObjectReader reader;
  private final FolderLimits limits;
  private final Contents contents;
  private final String folder;
  private final IgnoreNode ignored = new IgnoreNode();
  private final List<SourceFile> files = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /** Of each folder on the way to the present one: the names in it, and its size. */
  private final List<Set<String>> names = new ArrayList<>();

  private final List<Long> sizes = new ArrayList<>();
  private int entries;
  private long bytes;
  private boolean stopped;

  FolderReader(ObjectReader reader, FolderLimits limits, Contents contents, String folder) {
    this.reader = reader;
    this.limits = limits;
    this.contents = contents;
    this.folder = folder;
  }

  Folder.Found read(ObjectId tree) throws IOException {
    readIgnoreFile(tree);
    open(0, reader.getObjectSize(tree, Constants.OBJ_TREE));
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(tree);
      while (!stopped && walk.next()) {
        visit(walk);
      }
    }
    return new Folder.Found(tree.name(), files, problems);
  }

  private void visit(TreeWalk walk) throws IOException {
    FileMode mode = walk.getFileMode(0);
    boolean isFolder = FileMode.TREE.equals(mode);
    if (Boolean.TRUE.equals(ignored.checkIgnored(walk.getPathString(), isFolder))) {
      return;
    }
    String path = pathOf(walk);
    entries++;
    if (entries > limits.entries()) {
      stop(path, "the folder holds more than " + limits.entries() + " entries");
    } else if ((isFolder || EntryNames.looksLikeManifest(walk.getNameString()))
        && !hasUsablePath(walk, path)) {
      return; // told by the check
    } else if (isFolder) {
      enter(walk, path);
    } else if (FileMode.SYMLINK.equals(mode)) {
      unsupported(path, "it is a symbolic link", "put the file itself here");
    } else if (FileMode.GITLINK.equals(mode)) {
      unsupported(path, "it is a submodule", "copy its files here");
    } else if (isManifest(path)) {
      add(path, walk.getObjectId(0));
    }
  }

  private void enter(TreeWalk walk, String path) throws IOException {
    long size = reader.getObjectSize(walk.getObjectId(0), Constants.OBJ_TREE);
    int depth = walk.getDepth() + 1;
    long open = sizes.subList(0, depth).stream().mapToLong(Long::longValue).sum() + size;
    if (open > OPEN_TREES) {
      exceeded(path, "it and the folders it lies in hold more entries than fit in " + OPEN_TREES);
      return;
    }
    open(depth, size);
    walk.enterSubtree();
  }

  private void open(int depth, long size) {
    while (sizes.size() > depth) {
      sizes.removeLast();
      names.removeLast();
    }
    sizes.add(size);
    names.add(new HashSet<>());
  }

  private String pathOf(TreeWalk walk) {
    String inFolder = walk.getPathString();
    return folder.isEmpty() ? inFolder : folder + "/" + inFolder;
  }

  private static boolean isManifest(String path) {
    return path.endsWith(".yaml") || path.endsWith(".yml") || path.endsWith(".json");
  }

  private boolean hasUsablePath(TreeWalk walk, String path) {
    Optional<String> objection = EntryNames.objection(rawName(walk));
    if (objection.isPresent()) {
      unsupported(path, objection.get(), "rename it");
      return false;
    }
    if (!names.get(walk.getDepth()).add(EntryNames.folded(walk.getNameString()))) {
      unsupported(path, "another entry has the same name, but for case or spelling", "rename it");
      return false;
    }
    if (path.getBytes(StandardCharsets.UTF_8).length > limits.pathBytes()) {
      exceeded(path, "its path is longer than " + limits.pathBytes() + " bytes");
      return false;
    }
    return true;
  }

  private static byte[] rawName(TreeWalk walk) {
    AbstractTreeIterator entry = walk.getTree(0, AbstractTreeIterator.class);
    byte[] name = new byte[entry.getNameLength()];
    entry.getName(name, 0);
    return name;
  }

  private void add(String path, ObjectId blob) throws IOException {
    long size = reader.getObjectSize(blob, Constants.OBJ_BLOB);
    bytes += size;
    if (files.size() == limits.files()) {
      stop(path, "the folder holds more than " + limits.files() + " manifest files");
    } else if (size > limits.fileBytes()) {
      exceeded(path, "the file has " + size + " bytes, more than " + limits.fileBytes());
    } else if (bytes > limits.folderBytes()) {
      stop(path, "the folder's files have more than " + limits.folderBytes() + " bytes");
    } else if (isPointer(blob, size)) {
      unsupported(path, "it is a Git LFS pointer", "commit the file itself");
    } else {
      files.add(
          new SourceFile(
              path, blob.name(), size, () -> contents.read(path, blob, limits.fileBytes())));
    }
  }

  private boolean isPointer(ObjectId blob, long size) throws IOException {
    if (size < POINTER.length || size > LONGEST_POINTER) {
      return false;
    }
    byte[] text = reader.open(blob, Constants.OBJ_BLOB).getCachedBytes();
    return Arrays.equals(text, 0, POINTER.length, POINTER, 0, POINTER.length);
  }

  private void readIgnoreFile(ObjectId tree) throws IOException {
    Optional<Trees.Entry> found = Trees.entry(reader, tree, IGNORE_FILE);
    if (found.isEmpty()) {
      return;
    }
    String path = folder.isEmpty() ? IGNORE_FILE : folder + "/" + IGNORE_FILE;
    Trees.Entry entry = found.get();
    if (!FileMode.REGULAR_FILE.equals(entry.mode())
        && !FileMode.EXECUTABLE_FILE.equals(entry.mode())) {
      unsupported(path, "it is no plain file", "put the file itself here");
      return;
    }
    ObjectLoader file = reader.open(entry.id(), Constants.OBJ_BLOB);
    if (file.getSize() > IGNORE_FILE_LIMIT) {
      exceeded(path, "the file has more than " + IGNORE_FILE_LIMIT + " bytes");
      return;
    }
    ignored.parse(path, new ByteArrayInputStream(file.getCachedBytes()));
  }

  private void unsupported(String path, String what, String instead) {
    String hint = instead + ", or list it in " + IGNORE_FILE;
    tell(Problem.at(ProblemCode.ENTRY_UNSUPPORTED, source(path), what, hint));
  }

  private void exceeded(String path, String what) {
    String hint = "make it smaller, or list what is no manifest in " + IGNORE_FILE;
    tell(Problem.at(ProblemCode.LIMIT_EXCEEDED, source(path), what, hint));
  }

  /** A limit on the whole folder: reading on is what it forbids. */
  private void stop(String path, String what) {
    exceeded(path, what);
    stopped = true;
  }

  private void tell(Problem problem) {
    problems.add(problem);
    if (problems.size() == MOST_PROBLEMS) {
      stopped = true;
      problems.add(
          Problem.general(
              ProblemCode.LIMIT_EXCEEDED, "there may be more problems: looking ended here", ""));
    }
  }

  /** The path as it can be printed: one line, of a bounded length. */
  private Source source(String path) {
    StringBuilder shown = new StringBuilder();
    path.chars()
        .limit(limits.pathBytes())
        .forEach(
            c -> {
              if (Character.isISOControl(c) || EntryNames.isInvisible(c)) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.append((char) c);
              }
            });
    return new Source(shown.toString(), 1);
  }
}
