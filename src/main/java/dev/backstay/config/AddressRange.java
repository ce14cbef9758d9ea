package dev.backstay.config;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One address, or a network of them, as {@code 10.0.0.0/8} or {@code fd00::/8}.
 *
 * @param prefix how many bits are the same in all of them
 */
public record AddressRange(InetAddress base, int prefix) {
  private static final Pattern FORM = Pattern.compile("^([0-9A-Fa-f.:]{2,45})(?:/([0-9]{1,3}))?$");
  private static final String EXPECTED = "an address or a network such as 10.0.0.0/8 or fd00::/8";

  public AddressRange {
    if (prefix < 1 || prefix > bits(base)) {
      throw new BadValue(
          "a network has 1 to " + bits(base) + " bits before the rest, not " + prefix);
    }
    if (!Arrays.equals(masked(base.getAddress(), prefix), base.getAddress())) {
      throw new BadValue(
          base.getHostAddress() + "/" + prefix + " is an address in a network, not a network");
    }
  }

  static AddressRange parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw BadValue.expected(EXPECTED, text);
    }
    InetAddress base;
    try {
      base = InetAddress.ofLiteral(form.group(1));
    } catch (IllegalArgumentException _) {
      throw BadValue.expected(EXPECTED, text);
    }
    String prefix = form.group(2);
    return new AddressRange(base, prefix == null ? bits(base) : Integer.parseInt(prefix));
  }

  /** Whether it is one of them. */
  public boolean contains(InetAddress address) {
    return bits(address) == bits(base)
        && Arrays.equals(masked(address.getAddress(), prefix), base.getAddress());
  }

  private static int bits(InetAddress address) {
    return address.getAddress().length * Byte.SIZE;
  }

  private static byte[] masked(byte[] address, int prefix) {
    byte[] masked = address.clone();
    for (int bit = prefix; bit < masked.length * Byte.SIZE; bit++) {
      masked[bit / Byte.SIZE] &= (byte) ~(0x80 >>> (bit % Byte.SIZE));
    }
    return masked;
  }
}
