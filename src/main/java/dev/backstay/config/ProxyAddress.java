package dev.backstay.config;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A proxy that https goes through, by its CONNECT method. */
public record ProxyAddress(String host, int port) {
  private static final String FORM = "an address such as http://proxy.example.com:3128";
  private static final Pattern ADDRESS =
      Pattern.compile("^http://(\\[[0-9a-fA-F:]+]|[A-Za-z0-9_][A-Za-z0-9._-]*):([0-9]{1,5})/?$");

  static ProxyAddress parse(String text) {
    if (text.contains("@")) {
      throw new BadValue(
          "the address holds a user name or a password",
          "put them in the Secret of auth, as proxy-username and proxy-password");
    }
    Matcher found = ADDRESS.matcher(text);
    if (!found.matches() || Integer.parseInt(found.group(2)) > HttpConfig.HIGHEST_PORT) {
      throw BadValue.expected(FORM, text);
    }
    return new ProxyAddress(found.group(1), Integer.parseInt(found.group(2)));
  }

  /** The name is looked up when it is used. */
  public InetSocketAddress unresolved() {
    return InetSocketAddress.createUnresolved(host.replaceAll("[\\[\\]]", ""), port);
  }

  /** As it is told to people. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
