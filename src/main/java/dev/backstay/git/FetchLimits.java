package dev.backstay.git;

/**
 * What the agent takes from a git server. Beyond it a fetch ends, before it costs the agent its
 * memory or its disk.
 *
 * @param packBytes what comes in one fetch, as it is sent
 * @param objects how many come in one fetch: something of each is held in memory
 * @param objectBytes one of them, unpacked: some are held in memory whole
 */
record FetchLimits(long packBytes, long objects, long objectBytes) {
  private static final long MIB = 1024L * 1024L;
  private static final long BYTES_PER_OBJECT = 80;

  /** As much as a heap of this size can bear. */
  static FetchLimits forHeap(long bytes) {
    return new FetchLimits(
        1024 * MIB,
        bytes / 2 / BYTES_PER_OBJECT,
        Math.max(2 * MIB, Math.min(100 * MIB, bytes / 8)));
  }

  static FetchLimits ofThisProcess() {
    return forHeap(Runtime.getRuntime().maxMemory());
  }
}
