package dev.backstay.git.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;

/** A commit as git stores it, made up of text. */
record RawCommit(String head, String message) {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final String ID = "1".repeat(40);

  static RawCommit at(Instant committed) {
    String who = "Ada <ada@example.com> " + committed.getEpochSecond() + " +0000\n";
    String tree = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n";
    return new RawCommit(tree + "author " + who + "committer " + who, "\nA change\n");
  }

  static RawCommit now() {
    return at(NOW.minusSeconds(10));
  }

  /** What is signed. */
  byte[] payload() {
    return (head + message).getBytes(UTF_8);
  }

  byte[] signed(String... signatures) {
    StringBuilder text = new StringBuilder(head);
    for (String signature : signatures) {
      text.append("gpgsig ").append(signature.strip().replace("\n", "\n ")).append('\n');
    }
    return text.append(message).toString().getBytes(UTF_8);
  }

  /** What becomes of a commit with the keys of a folder. */
  static Verdict verdict(Path keys, byte[] raw) throws UnusableKeysException {
    try (InMemoryRepository none = new InMemoryRepository(new DfsRepositoryDescription("none"))) {
      return new CommitVerifier(keys, InstantSource.fixed(NOW)).verify(none, ID, raw);
    }
  }

  static void write(Path keys, String name, String text) throws IOException {
    Files.createDirectories(keys);
    Files.writeString(keys.resolve(name), text);
  }
}
