package dev.backstay.notify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What lets a status in. Read from its file at each use, as Kubernetes changes it on rotation. */
record Token(String value) {
  private static final int LONGEST = 16 * 1024;

  /** There is none to be used; the message does not tell what is in the file. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(Path file, String because) {
      super("the token in " + file + " cannot be used: " + because);
    }
  }

  static Token in(Path file) throws Unusable {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      // editors and `echo` end a file with a line break that is no part of the secret
      String value = new String(bytes, StandardCharsets.US_ASCII).strip();
      if (bytes.length > LONGEST) {
        throw new Unusable(file, "it is too long");
      }
      if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new Unusable(file, "it is empty or holds other characters than a token has");
      }
      return new Token(value);
    } catch (IOException e) {
      throw new Unusable(file, e.getClass().getSimpleName());
    }
  }

  /** The text without it. */
  String removedFrom(String text) {
    return text.replace(value, "***");
  }

  /** Nothing that could end up in a log. */
  @Override
  public String toString() {
    return "token";
  }
}
