package dev.backstay.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token file says, also while it is being written. */
final class TokenFileTest {
  private final Path file;
  private final TokenFile tokens;
  private final AccessToken ada = AccessToken.random();
  private final AccessToken bob = AccessToken.random();

  TokenFileTest(@TempDir Path folder) {
    file = folder.resolve("tokens");
    tokens = new TokenFile(file);
  }

  private void write(String... lines) throws IOException {
    Files.write(file, java.util.List.of(lines));
  }

  private String holder(AccessToken token) {
    return tokens.lineOf(token).map(line -> line.name() + " " + line.role()).orElse("nobody");
  }

  @Test
  void tellsWhoHasATokenAndWhatTheyMayDo() throws Exception {
    write("# people", "", ada.line("ada", Role.OPERATE), "  " + bob.line("bob", Role.READ) + "\r");
    assertThat(holder(ada)).isEqualTo("ada operate");
    assertThat(holder(bob)).isEqualTo("bob read");
    assertThat(holder(AccessToken.random())).isEqualTo("nobody");
  }

  @Test
  void aTokenHasAFormThatNoPasswordHas() {
    assertThat(ada.secret()).matches("bks_[A-Za-z0-9_-]{43}").isNotEqualTo(bob.secret());
    assertThat(AccessToken.parse(ada.secret()).orElseThrow().hash()).isEqualTo(ada.hash());
    assertThat(ada.toString()).doesNotContain(ada.secret().substring(4));
    for (String other :
        new String[] {"", "s3cret", "bks_", ada.secret() + "a", " " + ada.secret()}) {
      assertThat(AccessToken.parse(other)).as(other).isEmpty();
    }
  }

  @Test
  void everyChangeCountsAtOnceAndTwoTokensMayHaveOneName() throws Exception {
    write(ada.line("ada", Role.OPERATE));
    assertThat(holder(ada)).isEqualTo("ada operate");
    write(ada.line("ada", Role.READ), bob.line("ada", Role.OPERATE));
    assertThat(holder(ada)).isEqualTo("ada read");
    assertThat(holder(bob)).isEqualTo("ada operate");
    write(bob.line("ada", Role.OPERATE));
    assertThat(holder(ada)).isEqualTo("nobody");
  }

  @Test
  void noPartOfALineThatIsBeingWrittenLetsIn() throws Exception {
    String line = ada.line("ada", Role.OPERATE);
    for (int length = 0; length < line.length(); length++) {
      Files.writeString(file, line.substring(0, length));
      assertThat(holder(ada)).as(line.substring(0, length)).isEqualTo("nobody");
    }
    Files.writeString(file, line);
    assertThat(holder(ada)).isEqualTo("ada operate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "ada %s",
        "ada operate %s",
        "ada operate md5:%2$s",
        "ada operate sha256:%2$s0",
        "ada operate sha256:%2$s more",
        "ada admin sha256:%2$s",
        "ada OPERATE sha256:%2$s",
        "ada read,operate sha256:%2$s",
        "operate sha256:%2$s",
        "-ada operate sha256:%2$s",
        "ad\u001ba operate sha256:%2$s",
        "ad\u202ea operate sha256:%2$s"
      })
  void aBadLineLetsNobodyInAndIsToldOnceByItsNumber(String form) throws Exception {
    String hash = ada.line("a", Role.READ).replaceAll(".*:", "");
    String bad = form.formatted(ada.secret(), hash);
    try (CapturedLog log = CapturedLog.listen()) {
      write("# tokens", bad, bob.line("bob", Role.READ));
      assertThat(holder(ada)).isEqualTo("nobody");
      assertThat(holder(ada)).isEqualTo("nobody");
      assertThat(holder(bob)).as("the other lines count").isEqualTo("bob read");
      assertThat(log.text().split("\n", -1))
          .filteredOn(line -> line.contains(file + ":2: this line lets nobody in"))
          .hasSize(1);
      assertThat(log.text()).doesNotContain(ada.secret(), hash);
    }
  }

  @Test
  void theSameTokenTwiceHasTheRoleOfItsFirstLine() throws Exception {
    try (CapturedLog log = CapturedLog.listen()) {
      write(ada.line("ada", Role.READ), ada.line("root", Role.OPERATE));
      assertThat(holder(ada)).isEqualTo("ada read");
      assertThat(log.text()).contains(file + ":2: this line is ignored");
    }
  }

  @Test
  void aFileThatCannotBeReadLetsNobodyInAndIsToldOnce() throws Exception {
    write(ada.line("ada", Role.OPERATE));
    assertThat(holder(ada)).isEqualTo("ada operate");
    try (CapturedLog log = CapturedLog.listen()) {
      Files.delete(file);
      assertThat(holder(ada)).isEqualTo("nobody");
      assertThat(tokens.isReadable()).isFalse();
      assertThat(log.text().split("cannot be read", -1)).hasSize(2);
    }
    Files.writeString(file, "#".repeat(300_000) + "\n" + ada.line("ada", Role.OPERATE));
    assertThat(holder(ada)).as("of a file that is too large").isEqualTo("nobody");
    write(ada.line("ada", Role.OPERATE));
    assertThat(holder(ada)).isEqualTo("ada operate");
  }
}
