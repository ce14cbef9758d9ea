package dev.backstay.http.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What only the agent and who sends its webhooks know. Read from a file at each use: one secret, or
 * two lines while the one takes the place of the other.
 */
final class Secrets {
  static final int SHORTEST = 16;
  private static final int LARGEST_FILE = 4096;
  private static final int MOST = 2;

  private final List<String> lines;

  private Secrets(List<String> lines) {
    this.lines = lines;
  }

  /** There is none to be used; the message does not tell what is in the file. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(Path file, String because) {
      super("the webhook secret in " + file + " cannot be used: " + because);
    }
  }

  static Secrets in(Path file) throws Unusable {
    List<String> lines = lines(file);
    if (lines.isEmpty()) {
      throw new Unusable(file, "the file is empty");
    }
    if (lines.size() > MOST) {
      throw new Unusable(file, "it has more than two lines; one is for each secret");
    }
    if (!lines.stream().allMatch(Secrets::isPlain)) {
      throw new Unusable(file, "it holds characters that no secret has");
    }
    if (lines.stream().anyMatch(line -> line.length() < SHORTEST)) {
      throw new Unusable(
          file, "it is shorter than " + SHORTEST + " characters; make one: openssl rand -hex 32");
    }
    if (lines.stream()
        .anyMatch(line -> StandardWebhook.isKey(line) && !StandardWebhook.isSound(line))) {
      throw new Unusable(file, "it begins as a signing token (whsec_) and does not go on as one");
    }
    return new Secrets(lines);
  }

  private static List<String> lines(Path file) throws Unusable {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw new Unusable(file, "it is too long");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    } catch (CharacterCodingException _) {
      throw new Unusable(file, "it is no text in UTF-8");
    } catch (IOException e) {
      throw new Unusable(file, "it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** Not what an editor leaves behind and nobody sees, such as a byte order mark. */
  private static boolean isPlain(String line) {
    return line.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
  }

  List<String> all() {
    return lines;
  }

  /** Nothing that could end up in a log. */
  @Override
  public String toString() {
    return lines.size() + " webhook secrets";
  }
}
