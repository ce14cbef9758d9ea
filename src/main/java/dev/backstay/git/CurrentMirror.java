package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mirror in use. Many threads read while one fetches; a damaged mirror is replaced by a fresh
 * clone, made beside it, by whoever finds the damage first.
 */
final class CurrentMirror implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentMirror.class);

  /** Each fetch leaves a pack; with so many, reading gets slow and a fresh clone costs less. */
  static final int MOST_PACKS = 100;

  /** A question to the mirror, short enough to hold up its replacement. */
  interface Reading<T> {
    T from(Mirror mirror) throws IOException;
  }

  /** A reading that failed for what is on disk. */
  private static final class Damage extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Mirror mirror;

    Damage(Mirror mirror, Exception cause) {
      super(cause);
      this.mirror = mirror;
    }

    Throwable cause() {
      return Optional.ofNullable(getCause()).orElse(this);
    }
  }

  private final Remote remote;
  private final RemoteBranch branch;
  private final MirrorFolder folder;
  private final RemoteCalls calls;
  private final ReentrantLock fetching = new ReentrantLock();

  /** Held for writing only while one mirror takes the place of another. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  private volatile Mirror mirror;
  private volatile boolean closed;

  CurrentMirror(Remote remote, RemoteBranch branch, MirrorFolder folder, RemoteCalls calls)
      throws IOException {
    this.remote = remote;
    this.branch = branch;
    this.folder = folder;
    this.calls = calls;
    this.mirror = folder.openOrCreate();
  }

  <T> T read(String tried, Reading<T> reading) throws GitException {
    try {
      return attempt(tried, reading);
    } catch (Damage damage) {
      replace(damage);
    }
    try {
      return attempt(tried, reading);
    } catch (Damage damage) {
      throw GitFailures.ofMirror(Kind.CORRUPT, tried, damage.cause());
    }
  }

  private <T> T attempt(String tried, Reading<T> reading) throws GitException, Damage {
    use.readLock().lock();
    try {
      if (closed) {
        throw new GitException(Kind.OTHER, tried, "the config repo is closed");
      }
      return reading.from(mirror);
    } catch (GitException e) {
      throw e;
    } catch (LargeObjectException | InterruptedIOException | ClosedByInterruptException e) {
      throw GitFailures.ofMirror(Kind.OTHER, tried, e);
    } catch (IOException | RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw GitFailures.ofMirror(Kind.OTHER, tried, e);
      }
      // JGit meets damage with exceptions of every type
      throw new Damage(mirror, e);
    } finally {
      use.readLock().unlock();
    }
  }

  /** Brings the head of the branch here. */
  void fetch() throws GitException {
    locked(
        "fetch " + remote.branch() + " from " + remote.shownUrl(),
        monitor -> {
          try {
            branch.fetch(mirror.repository(), Mirror.HEAD, monitor);
          } catch (GitException e) {
            if (e.kind() != Kind.CORRUPT && mirror.isSound()) {
              throw e;
            }
            LOG.warn("{}: making a fresh mirror", e.getMessage());
            cloneFresh(monitor);
          }
          tidy(monitor);
        });
  }

  private void replace(Damage damage) throws GitException {
    locked(
        "make a fresh mirror of " + remote.shownUrl(),
        monitor -> {
          // another reader may have come first
          if (mirror == damage.mirror) {
            LOG.warn("The mirror is damaged ({}): making a fresh one", damage.cause().toString());
            cloneFresh(monitor);
          }
        });
  }

  private void tidy(ProgressMonitor monitor) throws IOException {
    if (mirror.packs() < MOST_PACKS) {
      return;
    }
    try {
      cloneFresh(monitor);
    } catch (GitException e) {
      LOG.warn("The mirror stays large: {}", e.getMessage());
    }
  }

  private void cloneFresh(ProgressMonitor monitor) throws IOException {
    Mirror made = folder.begin();
    try {
      branch.fetch(made.repository(), Mirror.HEAD, monitor);
      made.takeKept(mirror);
    } catch (IOException | RuntimeException e) {
      made.close();
      folder.delete(made);
      throw e;
    }
    use(folder.finish(made));
  }

  private void use(Mirror fresh) {
    Mirror old = mirror;
    use.writeLock().lock();
    try {
      // what was kept since the first time; now nobody can keep another one
      fresh.takeKept(old);
      mirror = fresh;
      old.close();
      IsolatedGit.emptyCaches();
      if (closed) {
        fresh.close();
      }
    } finally {
      use.writeLock().unlock();
    }
    folder.delete(old);
  }

  private interface Work {
    void with(ProgressMonitor monitor) throws IOException;
  }

  /** One at a time changes the mirror, with an end to it. */
  private void locked(String tried, Work work) throws GitException {
    calls.within(
        remote.fetchDeadline(),
        tried,
        monitor -> {
          try {
            fetching.lockInterruptibly();
            try {
              work.with(monitor);
            } finally {
              fetching.unlock();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GitException(Kind.OTHER, tried, "it was interrupted", e);
          } catch (IOException e) {
            throw GitFailures.ofMirror(Kind.OTHER, tried, e);
          }
          return tried;
        });
  }

  @Override
  public void close() {
    calls.close();
    use.writeLock().lock();
    try {
      closed = true;
      mirror.close();
    } finally {
      use.writeLock().unlock();
    }
  }
}
