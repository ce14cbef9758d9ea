package dev.backstay.manifest;

/**
 * A place in the config repo, printed as {@code file:line}.
 *
 * @param file path from the root of the repository
 * @param line counted from 1
 */
public record Source(String file, int line) implements Comparable<Source> {
  public Source {
    if (line < 1) {
      throw new IllegalArgumentException("line counts from 1, not " + line);
    }
  }

  @Override
  public int compareTo(Source other) {
    int byFile = file.compareTo(other.file);
    return byFile != 0 ? byFile : Integer.compare(line, other.line);
  }

  @Override
  public String toString() {
    return file + ":" + line;
  }
}
