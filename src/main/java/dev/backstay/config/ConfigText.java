package dev.backstay.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The content of the configuration file at one moment, or why there is none. */
sealed interface ConfigText {
  int MOST_BYTES = 1024 * 1024;

  record Content(String yaml) implements ConfigText {}

  record Unreadable(ConfigError error) implements ConfigText {}

  static ConfigText of(Path file) {
    if (Files.isDirectory(file)) {
      return unreadable(file, "is a folder", "name the file in it");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        return unreadable(file, "is larger than 1 MiB", "");
      }
      return new Content(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (NoSuchFileException _) {
      return unreadable(file, "there is no such file", "");
    } catch (AccessDeniedException _) {
      return unreadable(file, "this user may not read the file", "");
    } catch (CharacterCodingException _) {
      return unreadable(file, "is not a text in UTF-8", "");
    } catch (IOException e) {
      return unreadable(file, "tried to read it but failed: " + e.getMessage(), "");
    }
  }

  private static ConfigText unreadable(Path file, String message, String hint) {
    return new Unreadable(new ConfigError(file.toString(), 0, message, hint));
  }
}
