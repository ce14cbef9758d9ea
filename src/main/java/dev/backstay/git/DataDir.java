package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The directory the agent writes to; it may be lost at any time. One process has it at a time: two
 * agents in one mirror would damage it.
 */
public final class DataDir implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

  /**
   * The directories this process has. A lock of the operating system belongs to the process and
   * ends as soon as any handle of the file is closed, so a second attempt must not even open it.
   */
  private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;
  private final String agentId;

  private DataDir(Path path, FileChannel lock, String agentId) {
    this.path = path;
    this.lock = lock;
    this.agentId = agentId;
  }

  /** Makes the directory when it is missing and takes it for this process. */
  public static DataDir open(Path directory) throws GitException {
    String tried = "use the data directory " + directory;
    try {
      Path path = Files.createDirectories(directory).toRealPath();
      if (!TAKEN.add(path)) {
        throw taken(tried);
      }
      try {
        return lock(path).orElseThrow(() -> taken(tried));
      } catch (IOException | RuntimeException e) {
        TAKEN.remove(path);
        throw e;
      }
    } catch (IOException e) {
      throw GitFailures.ofMirror(Kind.OTHER, tried, e);
    }
  }

  private static Optional<DataDir> lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new DataDir(path, channel, agentId(path.resolve("agent-id"))));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static String agentId(Path file) throws IOException {
    if (Files.exists(file)) {
      String id = Files.readString(file).strip();
      if (ID.matcher(id).matches()) {
        return id;
      }
    }
    String id = UUID.randomUUID().toString();
    Path whole = Files.writeString(file.resolveSibling("agent-id.new"), id + "\n");
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return id;
  }

  private static GitException taken(String tried) {
    return new GitException(Kind.OTHER, tried, "another backstay process is using it");
  }

  public Path path() {
    return path;
  }

  /** Tells this agent from others; it stays the same as long as the directory lives. */
  public String agentId() {
    return agentId;
  }

  /** Lets the next process have the directory. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // the lock ends with the process at the latest
    } finally {
      TAKEN.remove(path);
    }
  }
}
