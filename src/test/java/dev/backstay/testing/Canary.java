package dev.backstay.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Secrets that tests plant, and the search for them. Every one holds the same mark, so whatever an
 * agent shows can be searched for all of them, also where it was encoded on the way.
 */
public final class Canary {
  /** Letters and digits only: no escaping of HTML, URLs, JSON or YAML changes it. */
  private static final String MARK = "Kanar1envogelSingtN1e";

  private static final Map<String, String> FORMS = forms();

  private Canary() {}

  /**
   * A secret.
   *
   * @param distinction what it is the secret of; the same one gives the same secret
   */
  public static String of(String distinction) {
    return distinction + "." + MARK + "." + distinction;
  }

  /** In the form of a bearer token of the agent. */
  public static String token() {
    return "bks_" + MARK + "t".repeat(43 - MARK.length());
  }

  /** As it is in the {@code data} of a Secret. */
  public static String base64Of(String distinction) {
    return Base64.getEncoder().encodeToString(of(distinction).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * In which forms a secret is in a text, with the letters around each; empty if there is none. The
   * secrets themselves are not repeated.
   */
  public static List<String> foundIn(String text) {
    List<String> found = new ArrayList<>();
    FORMS.forEach(
        (form, name) -> {
          for (int at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
            found.add("a secret, " + name + ", after \"" + before(text, at) + "\"");
          }
        });
    return found;
  }

  private static String before(String text, int at) {
    return text.substring(Math.max(0, at - 120), at);
  }

  private static Map<String, String> forms() {
    Map<String, String> forms = new LinkedHashMap<>();
    byte[] mark = MARK.getBytes(StandardCharsets.UTF_8);
    forms.put(MARK, "as it is");
    forms.put(new StringBuilder(MARK).reverse().toString(), "backwards");
    forms.put(HexFormat.of().formatHex(mark), "as hex");
    forms.put(HexFormat.of().withUpperCase().formatHex(mark), "as hex");
    forms.put(
        MARK.chars().mapToObj(Integer::toString).collect(Collectors.joining(", ")), "as bytes");
    for (String once : base64(mark)) {
      forms.put(once, "as base64");
      for (String twice : base64(once.getBytes(StandardCharsets.UTF_8))) {
        forms.put(twice, "as base64 of base64");
      }
    }
    return Map.copyOf(forms);
  }

  /** What stays the same in base64, whatever stands before and after: one for each alignment. */
  private static List<String> base64(byte[] bytes) {
    List<String> all = new ArrayList<>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      Arrays.fill(shifted, (byte) 'x');
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      int whole = shifted.length / 3 * 3;
      String encoded = Base64.getEncoder().encodeToString(Arrays.copyOf(shifted, whole));
      all.add(encoded.substring(before == 0 ? 0 : 4));
    }
    return all;
  }
}
