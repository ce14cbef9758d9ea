package dev.backstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
  private static List<String> lines(Table table) {
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text));
    return text.toString().lines().toList();
  }

  @Test
  void makesColumnsAsWideAsTheirWidestCell() {
    Table table = new Table("NAME", "STATE", "N");
    table.row("production", "ok", "1");
    table.row("dev", "degraded", "12");
    assertThat(lines(table))
        .containsExactly(
            "NAME         STATE      N", "production   ok         1", "dev          degraded   12");
  }

  @Test
  void endsNoLineWithSpaces() {
    Table table = new Table("A", "LONG HEADER");
    table.row("long cell", "x");
    table.row("y", "");
    assertThat(lines(table)).containsExactly("A           LONG HEADER", "long cell   x", "y");
  }

  @Test
  void showsItsHeaderWhenThereIsNothing() {
    assertThat(lines(new Table("A", "B"))).containsExactly("A   B");
  }
}
