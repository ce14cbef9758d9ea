package dev.backstay.cli.show;

import java.util.List;

/**
 * A few lines of a terminal that are drawn again and again in the same place. Each drawing is one
 * write of what is to be there, nothing is erased before: it does not flicker.
 */
public final class Screen {
  public static final String HIDE_CURSOR = "\u001b[?25l";
  public static final String SHOW_CURSOR = "\u001b[?25h";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";

  private int height;

  /**
   * What is to be written to the terminal, so that it shows these lines instead of those before.
   *
   * @param lines as many as fit are shown, and how many are not
   */
  public String draw(List<String> lines, int columns, int rows) {
    int most = Math.max(1, rows - 1);
    boolean isCut = lines.size() > most;
    int shown = isCut ? most - 1 : lines.size();
    // the window may have become lower than what was drawn last
    int up = Math.min(height, most);
    StringBuilder frame = new StringBuilder("\r");
    if (up > 0) {
      frame.append("\u001b[").append(up).append('A');
    }
    for (String line : lines.subList(0, shown)) {
      frame.append(Text.cut(line, columns)).append(REST_OF_LINE).append('\n');
    }
    if (isCut) {
      String more = "… " + (lines.size() - shown) + " more";
      frame.append(Text.cut(more, columns)).append(REST_OF_LINE).append('\n');
    }
    height = isCut ? most : shown;
    return frame.append(REST_OF_SCREEN).toString();
  }
}
