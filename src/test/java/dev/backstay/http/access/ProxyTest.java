package dev.backstay.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.config.AddressRange;
import dev.backstay.config.TrustedProxyConfig;
import dev.backstay.config.TrustedProxyConfig.People;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a proxy names, and whether that is believed. */
final class ProxyTest {
  private final Proxy proxy =
      new Proxy(
          new TrustedProxyConfig(
              List.of(
                  new AddressRange(InetAddress.ofLiteral("10.1.0.0"), 16),
                  new AddressRange(InetAddress.ofLiteral("fd00::7"), 128)),
              "X-User",
              Optional.of("X-Groups"),
              new People(List.of("*"), List.of()),
              new People(List.of("ada"), List.of("platform"))));

  private String visitor(String remote, Map<String, List<String>> headers) {
    return proxy
        .visitor(InetAddress.ofLiteral(remote), name -> headers.getOrDefault(name, List.of()))
        .map(v -> v.name() + " " + v.role().toString().toLowerCase(Locale.ROOT))
        .orElse("nobody");
  }

  private String client(String remote, String... forwardedFor) {
    return proxy.client(InetAddress.ofLiteral(remote), _ -> List.of(forwardedFor)).getHostAddress();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.1, ada, '', ada operate",
    "10.1.255.255, bob, '', bob read",
    "10.1.0.1, bob, 'dev, platform', bob operate",
    "10.1.0.1, bob, 'dev,platforms', bob read",
    "fd00::7, ada, '', ada operate",
    "fd00::8, ada, '', nobody",
    "10.2.0.1, ada, platform, nobody",
    "127.0.0.1, ada, platform, nobody",
    "::1, ada, '', nobody",
    "10.1.0.1, '', platform, nobody",
    "10.1.0.1, '*', '', nobody",
    "10.1.0.1, 'ada,bob', '', nobody",
    "10.1.0.1, 'a\u001b[2J', '', nobody",
    "10.1.0.1, 'a\u202eb', '', nobody"
  })
  void isBelievedOnlyFromItsAddresses(String remote, String user, String groups, String expected) {
    Map<String, List<String>> headers =
        Map.of("X-User", List.of(user), "X-Groups", groups.isEmpty() ? List.of() : List.of(groups));
    assertThat(visitor(remote, headers)).isEqualTo(expected);
  }

  @Test
  void twoNamesAreNone() {
    assertThat(visitor("10.1.0.1", Map.of("X-User", List.of("bob", "ada")))).isEqualTo("nobody");
    assertThat(visitor("10.1.0.1", Map.of())).isEqualTo("nobody");
  }

  @Test
  void theAddressBehindItIsTheLastOneThatItDidNotMakeUpItself() {
    assertThat(client("192.0.2.1", "203.0.113.9")).as("no proxy").isEqualTo("192.0.2.1");
    assertThat(client("10.1.0.1")).isEqualTo("10.1.0.1");
    assertThat(client("10.1.0.1", "203.0.113.9")).isEqualTo("203.0.113.9");
    assertThat(client("10.1.0.1", "6.6.6.6, 203.0.113.9")).isEqualTo("203.0.113.9");
    assertThat(client("10.1.0.1", "6.6.6.6", "203.0.113.9, 10.1.0.2")).isEqualTo("203.0.113.9");
    assertThat(client("10.1.0.1", "6.6.6.6, evil.example.com")).isEqualTo("10.1.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "same-origin, https://a, a, true",
    "same-origin, '', a, true",
    "cross-site, https://a, a, false",
    "same-site, https://a, a, false",
    "none, https://a, a, false",
    "'', https://a, a, true",
    "'', http://A:8080, a:8080, false",
    "'', http://a:8080, A:8080, true",
    "'', https://a.evil, a, false",
    "'', https://evil/https://a, a, false",
    "'', 'null', a, false",
    "'', '', a, false",
    "'', https://, '', false"
  })
  void onlyTheAgentsOwnPageCountsAsTheSameOrigin(
      String fetchSite, String origin, String host, boolean same) {
    assertThat(
            Forgery.isFromSameOrigin(
                Optional.of(fetchSite).filter(s -> !s.isEmpty()),
                Optional.of(origin).filter(s -> !s.isEmpty()),
                host))
        .isEqualTo(same);
  }

  @Test
  void theWordOfAVisitorIsNobodyElses() {
    Forgery forgery = new Forgery();
    Visitor one = new Visitor("ada", Role.OPERATE, new Visitor.Means.SignedIn("1"));
    Visitor two = new Visitor("ada", Role.OPERATE, new Visitor.Means.SignedIn("2"));
    Visitor proxied = new Visitor("ada", Role.OPERATE, new Visitor.Means.Proxy());
    assertThat(forgery.isWord(one, forgery.word(one))).isTrue();
    assertThat(forgery.isWord(two, forgery.word(one))).isFalse();
    assertThat(forgery.isWord(proxied, forgery.word(one))).isFalse();
    assertThat(forgery.isWord(one, "")).isFalse();
    assertThat(new Forgery().isWord(one, forgery.word(one))).as("of another process").isFalse();
  }
}
