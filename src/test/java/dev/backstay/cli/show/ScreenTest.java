package dev.backstay.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a terminal shows after some drawings: it is played here. */
final class ScreenTest {
  private static final Pattern ESCAPE = Pattern.compile("\u001b\\[(\\d*)([A-Za-z])");

  private final Screen screen = new Screen();
  private final List<StringBuilder> shown = new ArrayList<>();
  private int row;
  private int column;
  private int highest;

  private List<String> draw(int columns, int rows, String... lines) {
    return draw(columns, rows, List.of(lines));
  }

  private List<String> draw(int columns, int rows, List<String> lines) {
    String frame = screen.draw(lines, columns, rows);
    highest = 0;
    for (int i = 0; i < frame.length(); ) {
      Matcher escape = ESCAPE.matcher(frame).region(i, frame.length());
      if (escape.lookingAt()) {
        obey(escape.group(2), escape.group(1));
        i = escape.end();
      } else {
        type(frame.charAt(i++));
      }
    }
    return shown.stream().map(StringBuilder::toString).filter(line -> !line.isEmpty()).toList();
  }

  private void obey(String command, String number) {
    switch (command) {
      case "A" -> row = Math.max(0, row - Integer.parseInt(number));
      case "K" -> line().setLength(Math.min(column, line().length()));
      case "J" -> {
        line().setLength(Math.min(column, line().length()));
        while (shown.size() > row + 1) {
          shown.removeLast();
        }
      }
      default -> throw new IllegalArgumentException(command);
    }
  }

  private void type(char character) {
    if (character == '\r') {
      column = 0;
    } else if (character == '\n') {
      row++;
      column = 0;
      highest++;
    } else {
      StringBuilder line = line();
      if (column < line.length()) {
        line.setCharAt(column, character);
      } else {
        line.append(character);
      }
      column++;
    }
  }

  private StringBuilder line() {
    while (shown.size() <= row) {
      shown.add(new StringBuilder());
    }
    return shown.get(row);
  }

  @Test
  void drawsInPlaceWhateverTheLengthOfTheLines() {
    assertThat(draw(80, 24, "one", "a long line")).containsExactly("one", "a long line");
    assertThat(draw(80, 24, "two", "short")).containsExactly("two", "short");
    assertThat(draw(80, 24, "three", "a", "b")).containsExactly("three", "a", "b");
    assertThat(draw(80, 24, "four")).containsExactly("four");
  }

  @Test
  void isNeverHigherOrWiderThanTheWindow() {
    List<String> many = IntStream.range(0, 50).mapToObj(i -> "a long line " + i).toList();
    List<String> lines = draw(8, 10, many);
    assertThat(lines).hasSize(9).last().asString().isEqualTo("… 42 mo…");
    assertThat(lines).allMatch(line -> line.length() <= 8);
    assertThat(highest).isEqualTo(9);
    assertThat(draw(80, 10, "one")).containsExactly("one");
    assertThat(draw(80, 1, "one")).containsExactly("one");
  }

  @Test
  void followsAWindowThatBecomesLower() {
    draw(80, 24, "a", "b", "c", "d", "e", "f");
    String frame = screen.draw(List.of("x"), 80, 4);
    assertThat(frame).startsWith("\r\u001b[3A");
  }

  @Test
  void erasesNothingBeforeItDraws() {
    draw(80, 24, "one", "two");
    String frame = screen.draw(List.of("one", "two"), 80, 24);
    assertThat(frame).isEqualTo("\r\u001b[2Aone\u001b[K\ntwo\u001b[K\n\u001b[J");
  }
}
