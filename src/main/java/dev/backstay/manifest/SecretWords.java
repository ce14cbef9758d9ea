package dev.backstay.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes secrets out of text that programs wrote: the values of the Secrets that are known, as they
 * are and in base64, and whatever has the shape of a credential. The first is exact, the second a
 * best effort: a program can print a secret in ways that nobody foresees.
 */
public final class SecretWords {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String MASK = "***";

  /** Shorter ones stand in too many words that are none. */
  private static final int SHORTEST = 6;

  private static final List<Pattern> SHAPES =
      List.of(
          Pattern.compile("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]{8,}"),
          Pattern.compile("(?<=://)[^\\s/@]+@"),
          Pattern.compile("\\beyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*"),
          Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----.*"),
          Pattern.compile(
              "(?i)(?<=(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key)[\"']?\\s?[=:]\\s?)"
                  + "[\"']?[^\\s\"',;&]{3,}"));

  /** The longest first, so that no part of one stays. */
  private final Set<String> words =
      new TreeSet<>(
          Comparator.comparingInt(String::length)
              .reversed()
              .thenComparing(Comparator.naturalOrder()));

  private SecretWords() {}

  /** Knows the values of all Secrets among some manifests. */
  public static SecretWords of(List<Manifest> manifests) {
    SecretWords known = new SecretWords();
    manifests.stream()
        .filter(manifest -> manifest.key().groupKind().equals("Secret"))
        .forEach(known::learn);
    return known;
  }

  private void learn(Manifest secret) {
    JsonNode object = JSON.readTree(secret.json());
    object.path("data").forEach(value -> learnEncoded(value.asString("")));
    object.path("stringData").forEach(value -> learnPlain(value.asString("")));
  }

  private void learnEncoded(String value) {
    add(value);
    try {
      learnPlain(new String(Base64.getMimeDecoder().decode(value), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      // no base64: the API server will say so
    }
  }

  /** Of several lines each one is a secret: a log shows them one by one. */
  private void learnPlain(String value) {
    add(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    value.lines().map(String::strip).forEach(this::add);
  }

  private void add(String word) {
    if (word.length() >= SHORTEST) {
      words.add(word);
    }
  }

  /** The text without them. */
  public String mask(String text) {
    String masked = text;
    for (String word : words) {
      masked = masked.replace(word, MASK);
    }
    for (Pattern shape : SHAPES) {
      masked = shape.matcher(masked).replaceAll(MASK);
    }
    return masked;
  }
}
