package dev.backstay.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.testing.TestCertificate;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms in which keys come. */
final class PemKeyTest {
  /** The header is what PKCS #8 has around the key. */
  @ParameterizedTest
  @CsvSource({
    "RSA, 2048, PRIVATE KEY, 0",
    "RSA, 2048, RSA PRIVATE KEY, 26",
    "RSA, 4096, RSA PRIVATE KEY, 26",
    "EC, 256, PRIVATE KEY, 0",
    "EC, 256, EC PRIVATE KEY, 27",
    "EC, 384, EC PRIVATE KEY, 24"
  })
  void everyFormIsRead(String algorithm, int bits, String what, int header) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    java.security.KeyPair pair = generator.generateKeyPair();
    byte[] encoded = pair.getPrivate().getEncoded();
    byte[] inner = Arrays.copyOfRange(encoded, header, encoded.length);
    String pem = TestCertificate.pem(what, inner);
    assertThat(PemKey.read("some words\n" + pem, pair.getPublic())).isEqualTo(pair.getPrivate());
    for (String broken :
        new String[] {"", pem.substring(0, pem.length() / 2), pem.replace("A", "")}) {
      assertThatThrownBy(() -> PemKey.read(broken, pair.getPublic()))
          .isInstanceOf(GeneralSecurityException.class);
    }
  }
}
