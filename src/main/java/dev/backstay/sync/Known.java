package dev.backstay.sync;

/**
 * What is remembered of one object of the inventory.
 *
 * @param seal the sealed digest of the manifest that was last applied; empty if that is not known
 * @param mark the ownership that came of it, see {@link dev.backstay.cluster.Ownership}; empty
 *     likewise
 */
record Known(String seal, String mark) {
  static final Known NOTHING = new Known("", "");

  /** Reads what {@link #toString} wrote. */
  static Known parse(String text) {
    int space = text.indexOf(' ');
    return space < 0
        ? new Known(text, "")
        : new Known(text.substring(0, space), text.substring(space + 1));
  }

  @Override
  public String toString() {
    return seal + " " + mark;
  }
}
