package dev.backstay.sync;

/** How many objects a sync did what with, in kubectl's words. */
public record Counts(int total, int created, int configured, int unchanged, int pruned) {
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

  /** Objects that are not as before. */
  public int changed() {
    return created + configured + pruned;
  }

  /** {@code 1 configured, 6 unchanged}; what is zero is left out. */
  public String words() {
    StringBuilder words = new StringBuilder();
    append(words, created, "created");
    append(words, configured, "configured");
    append(words, unchanged, "unchanged");
    append(words, pruned, "pruned");
    return words.isEmpty() ? "nothing" : words.toString();
  }

  private static void append(StringBuilder words, int count, String word) {
    if (count > 0) {
      words.append(words.isEmpty() ? "" : ", ").append(count).append(' ').append(word);
    }
  }
}
