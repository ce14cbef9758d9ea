package dev.backstay.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** What a {@link FaultProxy} does with one request. */
public sealed interface Fault {
  /** Forwards the request, and the answer as it comes. */
  record Pass() implements Fault {}

  /** Waits before it forwards. */
  record Delay(Duration duration) implements Fault {}

  /** Waits until the test opens the latch, or the caller goes away, before it forwards. */
  record Hold(CountDownLatch until) implements Fault {}

  /** The connection breaks, and the server never hears of the request. */
  record CutBefore() implements Fault {}

  /** The server carries the request out, and the connection breaks before its answer arrives. */
  record CutAfter() implements Fault {}

  /**
   * The connection breaks in the middle of the answer.
   *
   * @param bytes how many of the body's bytes still arrive
   */
  record HalfResponse(int bytes) implements Fault {}

  /** The proxy answers itself; the server never hears of the request. */
  record Answer(int code, Map<String, String> headers, String body) implements Fault {
    public Answer {
      headers = Map.copyOf(headers);
    }

    /** What a busy API server says: a header and plain words, no JSON. */
    public static Answer tooManyRequests(int retryAfterSeconds) {
      return new Answer(
          429,
          Map.of("Content-Type", "text/plain", "Retry-After", Integer.toString(retryAfterSeconds)),
          "Too many requests, please try again later.\n");
    }

    /** A {@code Status}, as the API server itself answers. */
    public static Answer status(int code, String reason, String message) {
      return new Answer(
          code,
          Map.of("Content-Type", "application/json"),
          """
          {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
          "message":"%s","reason":"%s","code":%d}
          """
              .formatted(message, reason, code));
    }
  }

  /**
   * Asks the server something else instead, such as a list at an older resourceVersion.
   *
   * @param target path and query
   */
  record Rewrite(String target) implements Fault {}

  /**
   * Changes a streamed answer line by line, as the events of a watch are sent.
   *
   * @param filter gives what is sent in place of a line: nothing to drop it, the line twice to
   *     double it; it is called for one line at a time and may block to hold all that follows
   */
  record Lines(Function<String, List<String>> filter) implements Fault {}
}
