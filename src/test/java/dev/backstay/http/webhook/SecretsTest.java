package dev.backstay.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be in the file of a secret, and what is said of it. */
final class SecretsTest {
  private static final String SECRET = "0123456789abcdef";

  @TempDir private Path folder;

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("secret"), content);
  }

  private Path file(String text) throws IOException {
    return file(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {SECRET, SECRET + "\n", SECRET + "\r\n", "\n  " + SECRET + " \n\n"})
  void spaceAroundASecretIsNoPartOfIt(String text) throws Exception {
    assertThat(Secrets.in(file(text)).all()).containsExactly(SECRET);
  }

  @Test
  void twoLinesAreTwoSecrets() throws Exception {
    String both = SECRET + "\r\nfedcba9876543210\n";
    assertThat(Secrets.in(file(both)).all()).containsExactly(SECRET, "fedcba9876543210");
  }

  @ParameterizedTest
  @CsvSource({
    "'', the file is empty",
    "' \\n\\t\\n', the file is empty",
    "secret, it is shorter than 16 characters; make one: openssl rand -hex 32",
    "0123456789abcdef\\nshort, it is shorter than 16",
    "0123456789abcdef\\n0123456789abcdef\\n0123456789abcdef, it has more than two lines",
    "'\\ufeff0123456789abcdef', it holds characters that no secret has",
    "'0123456789abcdef\\u0000', it holds characters that no secret has",
    "'whsec_0123456789abcdef', it begins as a signing token (whsec_) and does not go on as one",
    "'whsec_####################', it begins as a signing token"
  })
  void whatCannotBeASecretIsTold(String escaped, String why) throws Exception {
    String text = escaped.replace("\\ufeff", "\ufeff").replace("\\u0000", "\0").translateEscapes();
    Path file = file(text);
    assertThatThrownBy(() -> Secrets.in(file))
        .isInstanceOf(Secrets.Unusable.class)
        .hasMessageStartingWith("the webhook secret in " + file + " cannot be used: " + why)
        .hasMessageNotContaining("0123456789abcdef");
  }

  @Test
  void whatIsNoTextOrTooLongOrNotThereIsTold() throws Exception {
    assertThatThrownBy(() -> Secrets.in(file(new byte[] {(byte) 0xc3, 0x28})))
        .hasMessageEndingWith("it is no text in UTF-8");
    assertThatThrownBy(() -> Secrets.in(file(new byte[5000])))
        .hasMessageEndingWith("it is too long");
    assertThatThrownBy(() -> Secrets.in(folder.resolve("nowhere")))
        .hasMessageEndingWith("it cannot be read (NoSuchFileException)");
  }

  @Test
  void aSecretIsInNoText() throws Exception {
    assertThat(Secrets.in(file(SECRET))).hasToString("1 webhook secrets");
  }
}
