package dev.backstay.testing.localcluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** One holder at a time, in this and in all other JVMs of the machine. */
final class ExclusiveLock implements AutoCloseable {
  // a file lock is held by the JVM as a whole: its threads need a lock of their own
  private static final ReentrantLock WITHIN_JVM = new ReentrantLock();

  private final FileChannel channel;

  private ExclusiveLock(FileChannel channel) {
    this.channel = channel;
  }

  static ExclusiveLock acquire(Path file, String whatWeWaitFor) throws IOException {
    WITHIN_JVM.lock();
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        Progress.line("waiting for " + whatWeWaitFor);
        channel.lock();
      }
      return new ExclusiveLock(channel);
    } catch (IOException | RuntimeException e) {
      WITHIN_JVM.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      WITHIN_JVM.unlock();
    }
  }
}
