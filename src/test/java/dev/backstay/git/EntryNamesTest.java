package dev.backstay.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are not what they seem to be. */
class EntryNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "/etc",
        "a/b.yaml",
        "..\\b.yaml",
        "C:\\a.yaml",
        ".git",
        ".GIT",
        ".git ",
        ".git.",
        "GIT~1",
        ".g\u200cit",
        "a.yaml ",
        "a.yaml.",
        "a\u0000.yaml",
        "a\n.yaml",
        "a\u001b[2K.yaml",
        "a\u202elmay.yaml",
        "a\u2066.yaml",
        "a\u200b.yaml",
        "a\ufeff.yaml",
        "a\u00ad.yaml",
        "a\u2028.yaml",
        "a.yaml\u200d",
        "a\u3164.yaml",
        "a\ufe0f.yaml",
        "\ud83d\ude80\udb40\udd00.yaml"
      })
  void areRefused(String name) {
    assertThat(EntryNames.objection(name.getBytes(UTF_8))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.yaml",
        ".hidden.yaml",
        "..a.yaml",
        "grüße.yaml",
        "名前.yaml",
        "a b.yaml",
        ".github",
        "git",
        "\ud83d\ude80.yaml"
      })
  void areFine(String name) {
    assertThat(EntryNames.objection(name.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    for (byte[] name :
        new byte[][] {
          {(byte) 0xff, '.', 'y'},
          {(byte) 0xc0, (byte) 0xaf},
          {(byte) 0xed, (byte) 0xa0, (byte) 0x80}
        }) {
      assertThat(EntryNames.objection(name)).contains("its name is not UTF-8");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.yaml",
        "a.yml",
        "a.json",
        "a.yaml ",
        "a.YAML.",
        "a.ya\u200bml",
        "a.yaml\u202e",
        "a.yaml\u0007"
      })
  void looksLikeAManifestToAPerson(String name) {
    assertThat(EntryNames.looksLikeManifest(name)).isTrue();
  }

  @Test
  void isTheSameForFileSystemsThatDoNotTellThemApart() {
    assertThat(EntryNames.folded("APP.yaml")).isEqualTo(EntryNames.folded("app.YAML"));
    assertThat(EntryNames.folded("e\u0301.yaml")).isEqualTo(EntryNames.folded("\u00e9.yaml"));
    assertThat(EntryNames.folded("app.yaml")).isNotEqualTo(EntryNames.folded("app.yml"));
  }
}
