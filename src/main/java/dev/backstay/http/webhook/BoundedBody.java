package dev.backstay.http.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The body of a request, read no further than it may be long, and for no longer than it may take.
 */
public final class BoundedBody {
  public static final int MOST_BYTES = 1024 * 1024;
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int FIRST_BUFFER = 8 * 1024;

  private BoundedBody() {}

  /** What came of reading. */
  public sealed interface Result {
    /**
     * All of it.
     *
     * @param bytes as they came
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
    record Whole(byte[] bytes) implements Result {}

    record TooLarge() implements Result {}

    record TooSlow() implements Result {}

    /** The sender went away, or says another length than it sends. */
    record Broken() implements Result {}
  }

  /**
   * Reads to the end, whatever length was announced.
   *
   * @param nanos a clock that only goes on, such as {@link System#nanoTime}
   */
  public static Result read(InputStream in, LongSupplier nanos) {
    long begun = nanos.getAsLong();
    byte[] bytes = new byte[FIRST_BUFFER];
    int length = 0;
    try {
      while (true) {
        int count = in.read(bytes, length, bytes.length - length);
        if (count < 0) {
          return new Result.Whole(Arrays.copyOf(bytes, length));
        }
        length += count;
        if (length > MOST_BYTES) {
          return new Result.TooLarge();
        }
        if (nanos.getAsLong() - begun > LONGEST.toNanos()) {
          return new Result.TooSlow();
        }
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.min(2 * length, MOST_BYTES + 1));
        }
      }
    } catch (IOException _) {
      return new Result.Broken();
    }
  }
}
