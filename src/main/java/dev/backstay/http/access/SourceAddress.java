package dev.backstay.http.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Who is one and the same sender, by the address that a request comes from. */
public final class SourceAddress {
  /** Whoever has one address of IPv6 has all of its network. */
  private static final int NETWORK_BYTES = 8;

  private SourceAddress() {}

  /** An IPv4 address, or the network of an IPv6 address. */
  public static String of(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
            + "/64"
        : address.getHostAddress();
  }
}
