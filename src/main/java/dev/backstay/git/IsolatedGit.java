package dev.backstay.git;

import dev.backstay.git.https.HttpConnections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * JGit as the agent wants it: what it does depends on {@code backstay.yaml} alone, never on the git
 * configuration or environment of the machine, and its caches fit a small container.
 */
final class IsolatedGit {
  private static final int MIB = 1024 * 1024;
  private static final AtomicBoolean INSTALLED = new AtomicBoolean();

  private IsolatedGit() {}

  /** To be called before anything else of JGit. */
  static void install() {
    if (INSTALLED.compareAndSet(false, true)) {
      SystemReader.setInstance(new Reader(SystemReader.getInstance()));
      HttpConnections.allowPasswordsForProxies();
      emptyCaches();
    }
  }

  /** Also forgets the open packs of a mirror that was given up. */
  static void emptyCaches() {
    WindowCacheConfig caches = new WindowCacheConfig();
    caches.setPackedGitOpenFiles(64);
    caches.setPackedGitLimit(6 * MIB);
    caches.setDeltaBaseCacheLimit(4 * MIB);
    caches.setPackedGitMMAP(false);
    caches.setExposeStatsViaJmx(false);
    caches.install();
  }

  private static final class Reader extends SystemReader.Delegate {
    Reader(SystemReader machine) {
      super(machine);
    }

    @Override
    @SuppressWarnings("NullAway") // JGit's own way to say that a variable is not set
    public @Nullable String getenv(String variable) {
      return variable.startsWith("GIT_") ? null : super.getenv(variable);
    }

    /** The real name would cost a DNS query. */
    @Override
    public String getHostname() {
      return "localhost";
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
      return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
      return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
      return new NoConfig(parent, fs);
    }
  }

  /** A configuration without a file. */
  private static final class NoConfig extends FileBasedConfig {
    @SuppressWarnings("NullAway") // no file: JGit does the same for a missing system configuration
    NoConfig(Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {
      // nothing to read
    }

    @Override
    public void save() {
      // nowhere to write
    }

    @Override
    public boolean isOutdated() {
      return false;
    }

    /**
     * Tells JGit how coarse the times of files are. It would find out by three seconds of busy
     * writing; two seconds are as coarse as any volume is.
     */
    @Override
    public long getTimeUnit(
        String section, String subsection, String name, long otherwise, TimeUnit unit) {
      return switch (section + "." + name) {
        case "filesystem.timestampResolution" -> unit.convert(2, TimeUnit.SECONDS);
        case "filesystem.minRacyThreshold" -> 0;
        default -> super.getTimeUnit(section, subsection, name, otherwise, unit);
      };
    }
  }
}
