package dev.backstay.http.access;

import dev.backstay.config.TrustedProxyConfig;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The proxy that signs people in. What it says is believed only if it comes from its addresses. */
public final class Proxy {
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  /** It gets into logs, Events and terminals. */
  private static final Pattern USER =
      Pattern.compile("^[\\p{L}\\p{N}][\\p{L}\\p{N}._@:/+ -]{0,99}$");

  private final TrustedProxyConfig config;

  public Proxy(TrustedProxyConfig config) {
    this.config = config;
  }

  /**
   * Whom it names.
   *
   * @param remote from where the request came
   * @param headers all values of a header of the request
   */
  public Optional<Visitor> visitor(InetAddress remote, Function<String, List<String>> headers) {
    if (!isAt(remote)) {
      return Optional.empty();
    }
    List<String> users = headers.apply(config.userHeader());
    // of two names one was sent by somebody else
    if (users.size() != 1 || !USER.matcher(users.getFirst()).matches()) {
      return Optional.empty();
    }
    String user = users.getFirst();
    List<String> groups =
        config.groupsHeader().stream().flatMap(name -> items(headers.apply(name))).toList();
    return role(user, groups).map(role -> new Visitor(user, role, new Visitor.Means.Proxy()));
  }

  private Optional<Role> role(String user, List<String> groups) {
    if (config.operators().include(user, groups)) {
      return Optional.of(Role.OPERATE);
    }
    return config.readers().include(user, groups) ? Optional.of(Role.READ) : Optional.empty();
  }

  /** For whom it asks: the last address of {@code X-Forwarded-For} that is none of its own. */
  public InetAddress client(InetAddress remote, Function<String, List<String>> headers) {
    InetAddress client = remote;
    for (String hop : items(headers.apply(FORWARDED_FOR)).toList().reversed()) {
      if (!isAt(client)) {
        break;
      }
      try {
        client = InetAddress.ofLiteral(hop);
      } catch (IllegalArgumentException _) {
        break;
      }
    }
    return client;
  }

  private boolean isAt(InetAddress address) {
    return config.addresses().stream().anyMatch(range -> range.contains(address));
  }

  private static Stream<String> items(List<String> values) {
    return values.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(item -> !item.isEmpty());
  }
}
