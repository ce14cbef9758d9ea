package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineSplitterTest {
  private final List<String> lines = new ArrayList<>();
  private final LineSplitter splitter =
      new LineSplitter(line -> lines.add(new String(line, StandardCharsets.UTF_8)));

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void cutsWhereALineEnds() {
    splitter.take(List.of(bytes("one\ntwo\n")));
    assertThat(lines).containsExactly("one", "two");
  }

  @Test
  void keepsTheRestForTheNextBuffer() {
    splitter.take(List.of(bytes("o"), bytes("ne\nt")));
    assertThat(lines).containsExactly("one");
    splitter.take(List.of(bytes("wo")));
    assertThat(lines).containsExactly("one");
    splitter.take(List.of(bytes("\n")));
    assertThat(lines).containsExactly("one", "two");
  }

  @Test
  void takesCharactersApartWhereverABufferEnds() {
    byte[] text = "größer 漢字 😀\n".getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= text.length; cut++) {
      splitter.take(
          List.of(
              ByteBuffer.wrap(text, 0, cut).slice(),
              ByteBuffer.wrap(text, cut, text.length - cut).slice()));
    }
    assertThat(lines).hasSize(text.length + 1).containsOnly("größer 漢字 😀");
  }

  @Test
  void givesEmptyLinesToo() {
    splitter.take(List.of(bytes("\n\n"), ByteBuffer.allocate(0)));
    assertThat(lines).containsExactly("", "");
  }
}
