package dev.backstay.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Puts a folder into a tree in the place of what is there. All other entries keep their bytes:
 * name, mode and id are copied, and nothing is checked out.
 */
final class FolderGraft {
  private final ObjectReader reader;
  private final ObjectInserter inserter;

  private static final class Entry {
    private final byte[] name;
    private final FileMode mode;
    private final ObjectId id;

    Entry(byte[] name, FileMode mode, ObjectId id) {
      this.name = name;
      this.mode = mode;
      this.id = id;
    }

    boolean isFolder() {
      return FileMode.TREE.equals(mode);
    }

    /** As git sorts: a folder as if its name ended with a slash. */
    byte[] sortedAs() {
      if (!isFolder()) {
        return name;
      }
      byte[] longer = Arrays.copyOf(name, name.length + 1);
      longer[name.length] = '/';
      return longer;
    }
  }

  FolderGraft(ObjectReader reader, ObjectInserter inserter) {
    this.reader = reader;
    this.inserter = inserter;
  }

  /**
   * The tree with the folder in it.
   *
   * @param path normal, as {@link Trees#normal} gives it
   */
  ObjectId graft(ObjectId tree, String path, ObjectId folder) throws IOException {
    return path.isEmpty() ? folder : graft(Optional.of(tree), List.of(path.split("/", -1)), folder);
  }

  private ObjectId graft(Optional<ObjectId> tree, List<String> path, ObjectId folder)
      throws IOException {
    byte[] name = Constants.encode(path.getFirst());
    List<Entry> entries = tree.isPresent() ? entries(tree.get()) : new ArrayList<>();
    int place = placeOf(name, entries);
    Optional<ObjectId> inside =
        place >= 0 && entries.get(place).isFolder()
            ? Optional.of(entries.get(place).id)
            : Optional.empty();
    ObjectId content =
        path.size() == 1 ? folder : graft(inside, path.subList(1, path.size()), folder);
    Entry entry = new Entry(name, FileMode.TREE, content);
    if (inside.isPresent()) {
      entries.set(place, entry);
    } else {
      if (place >= 0) {
        entries.remove(place);
      }
      entries.add(sortedPlace(entry, entries), entry);
    }
    return write(entries);
  }

  private List<Entry> entries(ObjectId tree) throws IOException {
    List<Entry> entries = new ArrayList<>();
    CanonicalTreeParser parser = new CanonicalTreeParser(null, reader, tree);
    for (; !parser.eof(); parser.next()) {
      byte[] name = new byte[parser.getNameLength()];
      parser.getName(name, 0);
      entries.add(new Entry(name, parser.getEntryFileMode(), parser.getEntryObjectId()));
    }
    return entries;
  }

  private static int placeOf(byte[] name, List<Entry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      if (Arrays.equals(entries.get(i).name, name)) {
        return i;
      }
    }
    return -1;
  }

  private static int sortedPlace(Entry entry, List<Entry> entries) {
    int place = 0;
    while (place < entries.size()
        && Arrays.compareUnsigned(entries.get(place).sortedAs(), entry.sortedAs()) < 0) {
      place++;
    }
    return place;
  }

  private ObjectId write(List<Entry> entries) throws IOException {
    TreeFormatter tree = new TreeFormatter();
    for (Entry entry : entries) {
      tree.append(entry.name, entry.mode, entry.id);
    }
    return inserter.insert(tree);
  }
}
