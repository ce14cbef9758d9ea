package dev.backstay.http.webhook;

import dev.backstay.config.WebhookProvider;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A webhook as it came in: nothing of it is to be believed before it is known to be genuine. */
public final class Delivery {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String FIELD = "payload=";

  private final WebhookProvider provider;
  private final Function<String, Optional<String>> headers;
  private final byte[] body;

  /**
   * Takes what came.
   *
   * @param headers finds a header by its name in any case
   * @param body every byte of it as it came, since that is what is signed
   */
  public Delivery(
      WebhookProvider provider, Function<String, Optional<String>> headers, byte[] body) {
    this.provider = provider;
    this.headers = headers;
    this.body = body.clone();
  }

  WebhookProvider provider() {
    return provider;
  }

  Optional<String> header(String name) {
    return headers.apply(name).map(String::strip);
  }

  byte[] body() {
    return body.clone();
  }

  /** The JSON in it: all of it, or the field of a form; empty if the form has no such field. */
  Optional<byte[]> payload() {
    return isForm() ? field() : Optional.of(body());
  }

  boolean isForm() {
    return header("Content-Type").orElse("").toLowerCase(Locale.ROOT).startsWith(FORM);
  }

  private Optional<byte[]> field() {
    String form = new String(body, StandardCharsets.ISO_8859_1);
    for (int start = 0; start >= 0 && start < form.length(); ) {
      int end = form.indexOf('&', start);
      if (form.startsWith(FIELD, start)) {
        int from = start + FIELD.length();
        return decoded(end < 0 ? form.substring(from) : form.substring(from, end));
      }
      start = end < 0 ? -1 : end + 1;
    }
    return Optional.empty();
  }

  private static Optional<byte[]> decoded(String text) {
    try {
      String json = URLDecoder.decode(text, StandardCharsets.UTF_8);
      return Optional.of(json.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
