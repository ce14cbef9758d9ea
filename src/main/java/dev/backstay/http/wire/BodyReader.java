package dev.backstay.http.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Copies a body as it comes. What comes in pieces of a byte takes no more memory than what comes at
 * once, which is not so where the buffers of the network are kept.
 */
final class BodyReader implements Runnable {
  private final Request request;
  private final int largest;
  private final Reader then;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /** Gets what came of it, on the thread that reads from the network. */
  interface Reader {
    void whole(byte[] body);

    /** Where it ends, more than what was allowed. */
    void tooLarge(byte[] body);

    void broken();
  }

  BodyReader(Request request, int largest, Reader then) {
    this.request = request;
    this.largest = largest;
    this.then = then;
  }

  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        then.broken();
        return;
      }
      boolean isLast = chunk.isLast();
      copy(chunk);
      if (body.size() > largest) {
        then.tooLarge(body.toByteArray());
        return;
      }
      if (isLast) {
        then.whole(body.toByteArray());
        return;
      }
    }
  }

  private void copy(Content.Chunk chunk) {
    ByteBuffer bytes = chunk.getByteBuffer();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    chunk.release();
    body.writeBytes(copy);
  }
}
