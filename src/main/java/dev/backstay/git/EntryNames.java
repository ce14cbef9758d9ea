package dev.backstay.git;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Names in a tree that are one thing to git and another to people or to their machines. Who reviews
 * a commit must see which files it changes, and which of them are manifests.
 */
final class EntryNames {
  /** What git keeps its own things in; the second is how Windows shortens it. */
  private static final Set<String> GIT = Set.of(".git", "git~1");

  private EntryNames() {}

  /** What is wrong with a name of a folder or a manifest; empty if nothing is. */
  static Optional<String> objection(byte[] raw) {
    Optional<String> text = decode(raw);
    if (text.isEmpty()) {
      return Optional.of("its name is not UTF-8");
    }
    String name = text.get();
    if (name.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("its name holds control characters");
    }
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      return Optional.of("it leads out of its folder, or nowhere");
    }
    if (name.contains("/") || name.contains("\\")) {
      return Optional.of("its name holds a path");
    }
    if (GIT.contains(plain(name))) {
      return Optional.of("it is named as a folder of git's own");
    }
    if (name.codePoints().anyMatch(EntryNames::isInvisible)) {
      return Optional.of("its name holds characters that cannot be seen");
    }
    return name.endsWith(".") || name.endsWith(" ")
        ? Optional.of("its name ends with a dot or a space")
        : Optional.empty();
  }

  /** Whether a person would take it for a manifest. */
  static boolean looksLikeManifest(String name) {
    String plain = plain(name);
    return plain.endsWith(".yaml") || plain.endsWith(".yml") || plain.endsWith(".json");
  }

  /** The same for all names that some file system takes for one. */
  static String folded(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }

  private static Optional<String> decode(byte[] raw) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String plain(String name) {
    StringBuilder seen = new StringBuilder();
    name.codePoints()
        .filter(c -> !isInvisible(c) && !Character.isISOControl(c))
        .forEach(seen::appendCodePoint);
    return seen.toString().replaceAll("[. ]+$", "").toLowerCase(Locale.ROOT);
  }

  /** Also what turns the direction of text. */
  static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> c == 0x3164 || c == 0x115F || c == 0x1160 || c == 0xFFA0 || isSelector(c);
    };
  }

  private static boolean isSelector(int c) {
    return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
  }
}
