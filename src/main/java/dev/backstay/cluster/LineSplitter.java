package dev.backstay.cluster;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines. Works on bytes, since a character may be split between two
 * buffers.
 */
final class LineSplitter {
  private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
  private final Consumer<byte[]> lines;

  LineSplitter(Consumer<byte[]> lines) {
    this.lines = lines;
  }

  void take(List<ByteBuffer> chunk) {
    for (ByteBuffer buffer : chunk) {
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        if (next == '\n') {
          lines.accept(rest.toByteArray());
          rest.reset();
        } else {
          rest.write(next);
        }
      }
    }
  }
}
