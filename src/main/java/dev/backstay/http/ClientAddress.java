package dev.backstay.http;

import dev.backstay.http.webhook.SourceAddress;
import io.javalin.http.Context;

/** Where a request comes from, by its connection: what its headers say of that is anybody's. */
final class ClientAddress {
  private ClientAddress() {}

  static String of(Context request) {
    return SourceAddress.of(request.req().getRemoteAddr());
  }
}
