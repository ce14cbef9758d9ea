package dev.backstay.git.trust;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether an allowed signer stands behind a commit. The keys folder is read again when it is
 * asked to; a commit that was found good is not looked at again for a while, until the keys change.
 */
public final class CommitVerifier {
  private static final Logger LOG = LoggerFactory.getLogger(CommitVerifier.class);
  private static final int MOST_REMEMBERED = 10_000;

  /** A key may expire without any change of the folder. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  /** What the last reading of the folder gave. */
  private sealed interface Reading {
    String digest();

    record Usable(String digest, Signers signers) implements Reading {}

    record Unusable(String digest, UnusableKeysException why) implements Reading {}
  }

  private final Path folder;
  private final InstantSource clock;
  private final Map<String, Instant> good =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private Reading reading;
  private int generation;

  public CommitVerifier(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
    this.reading = read(folder, Optional.empty());
    tell(reading);
  }

  /** Reads the folder again; tells whether anything was changed in it. */
  public synchronized boolean refresh() {
    Reading next = read(folder, Optional.of(reading));
    if (next.digest().equals(reading.digest())) {
      return false;
    }
    reading = next;
    generation++;
    good.clear();
    tell(next);
    return true;
  }

  /** Another number after each change of the folder. */
  public synchronized int generation() {
    return generation;
  }

  private static Reading read(Path folder, Optional<Reading> known) {
    try {
      KeysFolder keys = KeysFolder.read(folder);
      String digest = keys.digest();
      return known.filter(r -> r.digest().equals(digest)).orElseGet(() -> understood(keys, digest));
    } catch (UnusableKeysException e) {
      return new Reading.Unusable(e.why(), e);
    }
  }

  private static Reading understood(KeysFolder keys, String digest) {
    try {
      return new Reading.Usable(digest, Signers.of(keys));
    } catch (UnusableKeysException e) {
      return new Reading.Unusable(digest, e);
    }
  }

  private static void tell(Reading reading) {
    switch (reading) {
      case Reading.Usable(String _, Signers signers) ->
          LOG.info("commits are followed if they are signed by one of {} keys", signers.count());
      case Reading.Unusable(String _, UnusableKeysException why) ->
          LOG.error("no commit is followed: {}", why.why());
    }
  }

  /** Fails if the folder, as it was read last, does not say who may sign. */
  public synchronized void check() throws UnusableKeysException {
    if (reading instanceof Reading.Unusable(String _, UnusableKeysException why)) {
      throw why;
    }
  }

  /** Whether a commit was found good, with the present keys, not long ago. */
  public synchronized boolean isKnownGood(String id) {
    Instant since = good.getOrDefault(id, Instant.MIN);
    return since.isAfter(clock.instant().minus(REMEMBERED));
  }

  /**
   * Looks at one commit.
   *
   * @param raw the commit as git stores it
   */
  public synchronized Verdict verify(Repository repository, String id, byte[] raw)
      throws UnusableKeysException {
    return switch (reading) {
      case Reading.Unusable(String _, UnusableKeysException why) -> throw why;
      case Reading.Usable(String _, Signers signers) -> {
        Verdict verdict = signers.verify(repository, id, raw, clock.instant());
        if (verdict instanceof Verdict.Trusted) {
          good.remove(id);
          good.put(id, clock.instant());
        }
        yield verdict;
      }
    };
  }
}
