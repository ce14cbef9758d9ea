package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.testing.git.GitHttpServer;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What damages the mirror on disk, and how it heals. */
class MirrorHealingTest {
  @TempDir Path folder;
  private TestRepository git;
  private GitHttpServer server;

  @BeforeEach
  void serve() {
    git = TestRepository.create(folder);
    git.write("production/app.yaml", "a: 1\n").commit("First");
    git.push();
    server = GitHttpServer.start(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aReaderHealsADamagedMirror() throws Exception {
    try (Opened opened = open()) {
      Revision head = opened.poll();
      Path old = opened.mirror();
      damage(old, ".pack");
      IsolatedGit.emptyCaches();

      assertThat(opened.repository().folder(head, "production")).isInstanceOf(Folder.Found.class);

      assertThat(opened.mirror()).isNotEqualTo(old);
      assertThat(opened.repository().head()).contains(head);
    }
  }

  @Test
  void aReaderHealsAMirrorWhoseIndexIsDamaged() throws Exception {
    Revision head;
    try (Opened opened = open()) {
      head = opened.poll();
      damage(opened.mirror(), ".idx");
      IsolatedGit.emptyCaches();
    }
    try (Opened opened = open()) {
      assertThat(opened.poll()).isEqualTo(head);
      assertThat(opened.repository().folder(head, "production")).isInstanceOf(Folder.Found.class);
    }
  }

  @Test
  void aFetchHealsAMirrorThatWasDeleted() throws Exception {
    try (Opened opened = open()) {
      opened.poll();
      delete(opened.mirror());
      String second = git.write("production/app.yaml", "a: 2\n").commit("Second");
      git.push();

      Revision head = opened.poll();

      assertThat(head.id()).isEqualTo(second);
      assertThat(opened.repository().folder(head, "production")).isInstanceOf(Folder.Found.class);
    }
  }

  @Test
  void aFetchHealsAMirrorWithoutOldObjects() throws Exception {
    try (Opened opened = open()) {
      opened.poll();
      git.write("production/app.yaml", "a: 2\n").commit("Second");
      git.push();
      damage(opened.mirror(), ".pack");
      damage(opened.mirror(), ".idx");
      IsolatedGit.emptyCaches();

      Revision head = opened.poll();

      assertThat(opened.repository().commitsBetween(Optional.empty(), head, "production"))
          .hasSize(2);
    }
  }

  @Test
  void aRefThatCannotBeReadHeals() throws Exception {
    try (Opened opened = open()) {
      Revision head = opened.poll();
      Files.writeString(opened.mirror().resolve("refs/backstay/head"), "rubbish\n");

      assertThat(opened.poll()).isEqualTo(head);
    }
  }

  @Test
  void damageIsToldWhenTheServerIsDownToo() throws Exception {
    try (Opened opened = open()) {
      Revision head = opened.poll();
      damage(opened.mirror(), ".pack");
      IsolatedGit.emptyCaches();
      server.stop();

      assertThatThrownBy(() -> opened.repository().folder(head, "production"))
          .isInstanceOf(GitException.class)
          .hasMessageEndingWith("refused the connection");

      server.restart();
      assertThat(opened.repository().folder(head, "production")).isInstanceOf(Folder.Found.class);
    }
  }

  @Test
  void aDamagedRepositoryAtTheServerIsNoEmptyFolder() throws Exception {
    try (Opened opened = Opened.at(folder.resolve("data"), git.url())) {
      Revision head = opened.poll();
      damage(opened.mirror(), ".pack");
      delete(git.bare().resolve("objects"));
      Files.createDirectory(git.bare().resolve("objects"));
      IsolatedGit.emptyCaches();

      assertThatThrownBy(() -> opened.repository().folder(head, "production"))
          .isInstanceOf(GitException.class);
    }
  }

  private Opened open() throws GitException {
    return Opened.at(folder.resolve("data"), server.url("config.git"));
  }

  /** Overwrites files, as a bad disk would, some time after they were written. */
  private static void damage(Path mirror, String ending) throws IOException {
    FileTime anHourAgo = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    Path packs = mirror.resolve("objects/pack");
    for (Path file : files(packs, ending)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Files.write(file, new byte[(int) Files.size(file)]);
      Files.setLastModifiedTime(file, anHourAgo);
    }
    Files.setLastModifiedTime(packs, anHourAgo);
  }

  private static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
