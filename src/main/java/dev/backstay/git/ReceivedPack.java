package dev.backstay.git;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.util.NB;

/** A pack on its way here, cut off where it gets too large. JGit believes what its head says. */
final class ReceivedPack extends FilterInputStream {
  private static final int HEAD = 12;

  private final FetchLimits limits;
  private final byte[] head = new byte[HEAD];
  private long received;

  ReceivedPack(InputStream in, FetchLimits limits) {
    super(in);
    this.limits = limits;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    for (int i = 0; i < count && received + i < HEAD; i++) {
      head[(int) received + i] = buffer[offset + i];
    }
    boolean headWasWhole = received >= HEAD;
    received += Math.max(0, count);
    if (!headWasWhole && received >= HEAD) {
      checkCount();
    }
    if (received > limits.packBytes()) {
      throw new IOException(
          "the git server sends more than " + limits.packBytes() + " bytes at once");
    }
    return count;
  }

  /** Room for all of them would be made at once. */
  private void checkCount() throws IOException {
    long objects = NB.decodeUInt32(head, HEAD - Integer.BYTES);
    if (objects > limits.objects()) {
      throw new IOException(
          "the git server sends %d objects, and the memory of this agent is for %d at once"
              .formatted(objects, limits.objects()));
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
