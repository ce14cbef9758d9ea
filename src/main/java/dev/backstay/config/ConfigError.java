package dev.backstay.config;

/**
 * Something in the configuration that must be mended. It holds no credential, whatever was written.
 *
 * @param file as it was given to the reader
 * @param line counted from 1; 0 when the error is about the file as a whole
 * @param message what is wrong
 * @param hint what to do; may be empty
 */
public record ConfigError(String file, int line, String message, String hint) {
  public ConfigError {
    if (line < 0) {
      throw new IllegalArgumentException("line counts from 1, not " + line);
    }
  }

  /**
   * One line: {@code backstay.yaml:12: unknown key "pollinterval" (did you mean pollInterval?)}.
   */
  @Override
  public String toString() {
    String place = line == 0 ? file : file + ":" + line;
    return place + ": " + message + (hint.isEmpty() ? "" : " (" + hint + ")");
  }
}
