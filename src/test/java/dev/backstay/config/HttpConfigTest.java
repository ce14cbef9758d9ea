package dev.backstay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in, as the file says it. */
final class HttpConfigTest {
  private static String with(String http) {
    return """
    repository: { url: https://git.example.com/acme/config.git }
    http: { %s }
    environments: [{ name: a, path: a, namespace: a }]
    """
        .formatted(http);
  }

  @Test
  void saysWhoIsLetInAndHowItIsEncrypted() {
    HttpConfig config =
        Reading.valid(
                with(
                    "tokenFile: /t, requireToken: true, tls: { certFile: /c, keyFile: /k },"
                        + " hosts: [backstay.example.com], trustedProxy: { addresses: [10.0.0.0/8],"
                        + " userHeader: X-User, groupsHeader: X-Groups, readers: { users: [\"*\"] },"
                        + " operators: { groups: [platform] } }"))
            .http();
    assertThat(config.access().tokenFile()).contains(Path.of("/t"));
    assertThat(config.access().requireToken()).isTrue();
    assertThat(config.tls()).contains(new TlsConfig(Path.of("/c"), Path.of("/k")));
    assertThat(config.hosts()).containsExactly("backstay.example.com");
    TrustedProxyConfig proxy = config.access().trustedProxy().orElseThrow();
    assertThat(proxy.addresses())
        .containsExactly(new AddressRange(InetAddress.ofLiteral("10.0.0.0"), 8));
    assertThat(proxy.operators().include("ada", List.of("platform"))).isTrue();
    assertThat(proxy.operators().include("ada", List.of())).isFalse();
    assertThat(proxy.readers().include("ada", List.of())).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "requireToken: true | lets nobody in",
        "trustedProxy: { addresses: [10.0.0.7], userHeader: U } | trustedProxy lets nobody in",
        "trustedProxy: { addresses: [], userHeader: U, readers: { users: [a] } } | at least one",
        "trustedProxy: { addresses: [0.0.0.0/0], userHeader: U, readers: { users: [a] } } | 1 to 32",
        "trustedProxy: { addresses: [10.0.0.7/8], userHeader: U, readers: { users: [a] } } | in a"
            + " network, not",
        "trustedProxy: { addresses: [10.0.0.0/33], userHeader: U, readers: { users: [a] } } | 1 to 32",
        "trustedProxy: { addresses: [10.0.0.7], userHeader: U, readers: { groups: [a] } } | only with"
            + " groupsHeader",
        "requireTokn: true | did you mean requireToken?",
        "tls: { certFile: a } | missing key \"keyFile\" in http.tls",
        "hosts: [\"a:1\"] | without a port"
      })
  void saysWhatIsWrong(String http, String expected) {
    assertThat(Reading.errors(with(http)))
        .singleElement()
        .asString()
        .startsWith("backstay.yaml:")
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.0.0.128/25, 10.0.0.127, false",
    "10.0.0.7, 10.0.0.7, true",
    "10.0.0.7, 10.0.0.6, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::1, false",
    "10.0.0.0/8, ::1, false",
    "10.0.0.0/8, ::ffff:10.0.0.1, true"
  })
  void aNetworkHoldsItsAddresses(String range, String address, boolean contains) {
    assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
        .isEqualTo(contains);
  }
}
