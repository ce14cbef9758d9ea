package dev.backstay.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TableTest {
  private static List<String> lines(Table table) {
    return table.lines(Integer.MAX_VALUE, false);
  }

  @Test
  void makesColumnsAsWideAsTheirWidestCell() {
    Table table = new Table(List.of("NAME", "STATE", "N"));
    table.row(List.of("production", "ok", "1"));
    table.row(List.of("dev", "degraded", "12"));
    assertThat(lines(table))
        .containsExactly(
            "NAME         STATE      N", "production   ok         1", "dev          degraded   12");
  }

  @Test
  void endsNoLineWithSpaces() {
    Table table = new Table(List.of("A", "LONG HEADER"));
    table.row(List.of("long cell", "x"));
    table.row(List.of("y", ""));
    assertThat(lines(table)).containsExactly("A           LONG HEADER", "long cell   x", "y");
  }

  @Test
  void showsItsHeaderWhenThereIsNothing() {
    assertThat(lines(new Table(List.of("A", "B")))).containsExactly("A   B");
  }

  @Test
  void countsWideCharactersAsTwoColumns() {
    Table table = new Table(List.of("SUBJECT", "N"));
    table.row(List.of("日本語の件名", "1"));
    table.row(List.of("deploy 🚀", "2"));
    assertThat(lines(table)).containsExactly("SUBJECT        N", "日本語の件名   1", "deploy 🚀      2");
  }

  @Test
  void letsOneColumnGiveWayToTheTerminal() {
    Table table = new Table(List.of("NAME", "SUBJECT", "N")).flexible("SUBJECT");
    table.row(List.of("production", "a long subject of a commit", "1"));
    assertThat(table.lines(32, false))
        .containsExactly("NAME         SUBJECT           N", "production   a long subject…   1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 10, 17, 30, 60})
  void isNeverWiderThanTheTerminal(int columns) {
    Table table = new Table(List.of("NAME", "SUBJECT", "N")).flexible("SUBJECT");
    table.row(List.of("production", "日本語 long subject of a commit", "1"));
    assertThat(table.lines(columns, true)).allMatch(line -> Text.width(line) <= columns);
  }

  @Test
  void coloursCellsButNotTheirSpaces() {
    Table table = new Table(List.of("STATE", "N")).styled("STATE", Style::of);
    table.row(List.of("synced", "1"));
    table.row(List.of("rolling-out", "2"));
    assertThat(table.lines(80, true))
        .containsExactly(
            "STATE         N",
            "\u001b[32msynced\u001b[0m        1",
            "\u001b[33mrolling-out\u001b[0m   2");
    assertThat(table.lines(80, false)).noneMatch(line -> line.contains("\u001b"));
  }
}
