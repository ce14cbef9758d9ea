package dev.backstay.testing.localcluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports on loopback. */
final class Ports {
  // below the range that the kernel gives to outgoing connections, which come and go all the time
  private static final int FIRST = 20_000;
  private static final int LAST = 29_999;
  private static final int TRIES = 100;

  private Ports() {}

  static int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
      if (isFree(port)) {
        return port;
      }
    }
    throw new LocalClusterException(
        "Tried to find a free port but %d of %d-%d were taken".formatted(TRIES, FIRST, LAST));
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
