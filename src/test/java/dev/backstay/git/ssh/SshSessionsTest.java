package dev.backstay.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.git.GitSshServer;
import dev.backstay.testing.git.SshKey;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent polls for months: nothing is left of a talk, however it ended. */
class SshSessionsTest {
  private static final int TALKS = 100;
  private static final int MILLIS = 10_000;

  @TempDir Path folder;

  @Test
  void leavesNeitherThreadNorSessionAfterManyTalks() throws Exception {
    SshKey host = SshKey.make(folder, "host");
    SshKey known = SshKey.make(folder, "known");
    SshKey stranger = SshKey.make(folder, "stranger");
    try (GitSshServer server = GitSshServer.start(folder, host)) {
      server.authorize(known);
      URIish uri = new URIish(server.url("config.git"));
      SshSessions good = sessions(known, server.knownHost(host));
      SshSessions refused = sessions(stranger, server.knownHost(host));
      SshSessions untrusting = sessions(known, "");
      talk(good, uri);
      long before = threads();
      for (int i = 0; i < TALKS; i++) {
        switch (i % 10) {
          case 0 -> assertFails(refused, uri);
          case 1 -> assertFails(untrusting, uri);
          default -> talk(good, uri);
        }
      }
      await().untilAsserted(() -> assertThat(threads()).isLessThanOrEqualTo(before));
      await().untilAsserted(() -> assertThat(server.sessions()).isZero());
    }
  }

  private static void talk(SshSessions sessions, URIish uri) throws TransportException {
    sessions.getSession(uri, null, FS.DETECTED, MILLIS).disconnect();
  }

  private static void assertFails(SshSessions sessions, URIish uri) {
    assertThatThrownBy(() -> talk(sessions, uri)).hasCauseInstanceOf(SshFailure.class);
  }

  /** Those of our side. */
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("SshClient"))
        .count();
  }

  private SshSessions sessions(SshKey key, String knownHosts) throws SshFailure {
    return new SshSessions(
        new SshLogin(
            UserKey.parse(key.secret(), Optional.empty(), "key"),
            KnownHosts.parse(knownHosts, "known_hosts"),
            "known_hosts"));
  }
}
