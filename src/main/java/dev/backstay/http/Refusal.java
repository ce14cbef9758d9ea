package dev.backstay.http;

import java.util.Map;

/** A request that is answered with a problem document (RFC 9457). */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;
  private final transient Map<String, String> headers;

  /**
   * Refuses a request.
   *
   * @param detail what to do about it
   */
  public Refusal(int status, String title, String detail) {
    this(status, title, detail, Map.of());
  }

  /**
   * Refuses a request, and tells programs more.
   *
   * @param headers of the answer
   */
  public Refusal(int status, String title, String detail, Map<String, String> headers) {
    super(detail, null, false, false);
    this.status = status;
    this.title = title;
    this.headers = Map.copyOf(headers);
  }

  public int status() {
    return status;
  }

  String title() {
    return title;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  Map<String, String> headers() {
    return headers;
  }
}
