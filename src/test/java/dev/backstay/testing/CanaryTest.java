package dev.backstay.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search that finds nothing proves something only if it would have found it. */
class CanaryTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "abcd", "the password"})
  void isFoundInEveryForm(String distinction) {
    String secret = Canary.of(distinction);
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    String once = Canary.base64Of(distinction);
    String twice = Base64.getEncoder().encodeToString(once.getBytes(StandardCharsets.UTF_8));
    String basic =
        Base64.getEncoder().encodeToString(("ada:" + secret).getBytes(StandardCharsets.UTF_8));

    for (String form :
        new String[] {
          secret,
          once,
          twice,
          basic,
          Base64.getUrlEncoder().encodeToString(bytes),
          HexFormat.of().formatHex(bytes),
          Arrays.toString(bytes),
          URLEncoder.encode(secret, StandardCharsets.UTF_8),
          new StringBuilder(secret).reverse().toString()
        }) {
      assertThat(Canary.foundIn("{\"before\":\"" + form + "\"}")).as(form).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "production synced 3f2a1c9", "S2FuYXJpZW52b2dlbA=="})
  void isNotFoundWhereItIsNot(String text) {
    assertThat(Canary.foundIn(text)).isEmpty();
  }
}
