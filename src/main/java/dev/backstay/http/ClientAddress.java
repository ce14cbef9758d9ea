package dev.backstay.http;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Where a request comes from, by its connection. What its headers say of that is anybody's, unless
 * the connection comes from the trusted proxy.
 */
final class ClientAddress {
  private static final String ATTRIBUTE = "backstay.client";

  private ClientAddress() {}

  static void set(Context request, InetAddress client) {
    request.attribute(ATTRIBUTE, client);
  }

  static InetAddress of(Context request) {
    return Optional.<InetAddress>ofNullable(request.attribute(ATTRIBUTE))
        .orElseGet(() -> remote(request));
  }

  /** The other end of the connection. */
  static InetAddress remote(Context request) {
    String address = request.req().getRemoteAddr();
    boolean bracketed = address.startsWith("[");
    return InetAddress.ofLiteral(bracketed ? address.substring(1, address.length() - 1) : address);
  }
}
