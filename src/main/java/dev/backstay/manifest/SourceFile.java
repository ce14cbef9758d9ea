package dev.backstay.manifest;

import java.io.IOException;

/**
 * A file of an environment's folder at one revision. Its content is read only when it must be
 * parsed.
 *
 * @param path path from the root of the repository
 * @param blobId git's id of the content: equal ids, equal content
 * @param size bytes
 * @param content reads the bytes
 */
public record SourceFile(String path, String blobId, long size, Content content) {

  /** Reads the bytes of a file. */
  @FunctionalInterface
  public interface Content {
    byte[] read() throws IOException;
  }
}
