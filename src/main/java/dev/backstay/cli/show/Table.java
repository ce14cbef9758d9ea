package dev.backstay.cli.show;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Columns as wide as they need to be, three spaces apart, as kubectl prints them. */
public final class Table {
  private static final String GAP = "   ";
  private static final int NARROWEST = 10;

  private final List<List<String>> rows = new ArrayList<>();
  private final Map<Integer, Function<String, Style>> styles = new HashMap<>();
  private int flexible = -1;

  public Table(List<String> header) {
    rows.add(List.copyOf(header));
  }

  public void row(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /** Colours a column, its header aside. */
  Table styled(String column, Function<String, Style> style) {
    styles.put(rows.getFirst().indexOf(column), style);
    return this;
  }

  /** Makes a column give way where the terminal is too narrow. */
  Table flexible(String column) {
    flexible = rows.getFirst().indexOf(column);
    return this;
  }

  /**
   * The lines.
   *
   * @param columns of the terminal: no line is wider
   */
  public List<String> lines(int columns, boolean coloured) {
    int[] widths = widths(columns);
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      StringBuilder line = new StringBuilder();
      List<String> cells = rows.get(row);
      for (int i = 0; i < cells.size(); i++) {
        String cell = Text.cut(cells.get(i), widths[i]);
        boolean isLast = i == cells.size() - 1;
        String padding = isLast ? "" : " ".repeat(widths[i] - Text.width(cell)) + GAP;
        line.append(coloured && row > 0 ? styled(i, cell) : cell).append(padding);
      }
      lines.add(Text.cut(line.toString().stripTrailing(), columns));
    }
    return lines;
  }

  private String styled(int column, String cell) {
    Function<String, Style> style = styles.get(column);
    return style == null ? cell : style.apply(cell).on(cell);
  }

  private int[] widths(int columns) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Text.width(row.get(i)));
      }
    }
    if (flexible >= 0) {
      long total = (long) GAP.length() * (widths.length - 1);
      for (int width : widths) {
        total += width;
      }
      long tooMuch = Math.max(0, total - columns);
      widths[flexible] =
          (int) Math.min(widths[flexible], Math.max(NARROWEST, widths[flexible] - tooMuch));
    }
    return widths;
  }
}
