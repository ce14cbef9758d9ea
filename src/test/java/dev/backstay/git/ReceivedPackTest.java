package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.testing.git.HostilePack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A pack is cut off where it gets too large. */
class ReceivedPackTest {
  private static final FetchLimits LIMITS = new FetchLimits(1_000, 10, 100);

  private static ReceivedPack received(byte[] pack) {
    return new ReceivedPack(new ByteArrayInputStream(pack), LIMITS);
  }

  private static byte[] pack() {
    HostilePack pack = new HostilePack();
    pack.add(HostilePack.BLOB, "a: 1\n".getBytes(StandardCharsets.US_ASCII));
    return pack.bytes();
  }

  @Test
  void aSmallPackComesAsItIs() throws Exception {
    assertThat(received(pack()).readAllBytes()).isEqualTo(pack());
  }

  @Test
  void aHeadThatSaysTooMuchIsNotBelieved() {
    byte[] pack = new HostilePack().bytes(11);
    assertThatThrownBy(() -> received(pack).readAllBytes())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("sends 11 objects");
  }

  @Test
  void theHeadIsReadHoweverItComes() {
    ReceivedPack pack = received(new HostilePack().bytes(-1));
    assertThatThrownBy(
            () -> {
              while (pack.read() >= 0) {
                assertThat(pack).isNotNull();
              }
            })
        .hasMessageContaining("sends 4294967295 objects");
  }

  @Test
  void aPackWithoutEndIsCutOff() {
    InputStream endless =
        new SequenceInputStream(
            new ByteArrayInputStream(pack()), new ByteArrayInputStream(new byte[100_000]));
    assertThatThrownBy(() -> new ReceivedPack(endless, LIMITS).readAllBytes())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 1000 bytes at once");
  }

  @Test
  void aSmallHeapTakesLess() {
    FetchLimits small = FetchLimits.forHeap(48L << 20);
    FetchLimits large = FetchLimits.forHeap(4L << 30);
    assertThat(small.objectBytes()).isEqualTo(6L << 20);
    assertThat(large.objectBytes()).isEqualTo(100L << 20);
    assertThat(small.objects()).isBetween(300_000L, 320_000L);
  }
}
