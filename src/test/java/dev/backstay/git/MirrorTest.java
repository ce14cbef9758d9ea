package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.testing.git.GitHttpServer;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mirror on disk: who may read it, what it keeps, when it is made anew. */
class MirrorTest {
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
  void leftoversOfAKilledProcessDoNoHarm() throws Exception {
    Revision head;
    List<Path> leftovers;
    try (Opened opened = open()) {
      head = opened.poll();
      Path mirror = opened.mirror();
      leftovers =
          List.of(
              mirror.resolve("refs/backstay/head.lock"),
              mirror.resolve("packed-refs.lock"),
              mirror.resolve("config.lock"),
              mirror.resolve("FETCH_HEAD.lock"),
              mirror.resolve("objects/incoming_123.pack"),
              folder.resolve("data/mirror-7.new/HEAD"));
    }
    for (Path leftover : leftovers) {
      Files.createDirectories(leftover.getParent());
      Files.writeString(leftover, "");
    }
    String second = git.write("production/app.yaml", "a: 2\n").commit("Second");
    git.push();

    try (Opened opened = open()) {
      assertThat(opened.repository().head()).contains(head);
      assertThat(leftovers).noneMatch(Files::exists);
      assertThat(opened.poll().id()).isEqualTo(second);
    }
  }

  @Test
  void aMirrorOfAnotherRepositoryIsNotUsed() throws Exception {
    try (Opened opened = open()) {
      opened.poll();
    }
    try (Opened other = Opened.at(folder.resolve("data"), git.url())) {
      assertThat(other.repository().head()).isEmpty();
      assertThat(other.poll().id()).isEqualTo(git.head());
    }
  }

  @Test
  void whatIsKeptOutlivesAForcePushAndAFreshMirror() throws Exception {
    try (Opened opened = open()) {
      String base = git.head();
      String deployed = git.write("production/app.yaml", "a: 2\n").commit("Deployed");
      git.push();
      opened.repository().keep("production", opened.poll());
      git.reset(base).write("production/app.yaml", "a: 3\n").commit("Replacement");
      git.forcePush();
      opened.poll();
      Path old = opened.mirror();
      manyPacks(old);
      git.write("production/app.yaml", "a: 4\n").commit("Next");
      git.push();

      opened.poll();

      assertThat(opened.mirror()).isNotEqualTo(old);
      assertThat(opened.repository().folder(new Revision(deployed), "production"))
          .isInstanceOf(Folder.Found.class);
      assertThat(opened.repository().commit(new Revision(deployed)).subject())
          .isEqualTo("Deployed");
    }
  }

  @Test
  void aMirrorOfManyFetchesIsMadeAnew() throws Exception {
    try (Opened opened = open()) {
      opened.poll();
      Path old = opened.mirror();
      manyPacks(old);
      String second = git.write("production/app.yaml", "a: 2\n").commit("Second");
      git.push();

      assertThat(opened.poll().id()).isEqualTo(second);

      assertThat(old).doesNotExist();
      assertThat(packs(opened.mirror())).hasSize(1);
    }
  }

  @Test
  void manyReadWhileOneFetchesAndTheMirrorIsReplaced() throws Exception {
    try (Opened opened = open();
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Revision first = opened.poll();
      AtomicBoolean done = new AtomicBoolean();
      List<Future<Integer>> reads =
          Stream.generate(() -> readers.submit(() -> readUntil(done, opened, first)))
              .limit(4)
              .toList();
      for (int i = 0; i < 5; i++) {
        git.write("production/app.yaml", "n: " + i + "\n").commit("Commit " + i);
        git.push();
        if (i == 2) {
          manyPacks(opened.mirror());
        }
        opened.poll();
      }
      done.set(true);

      for (Future<Integer> read : reads) {
        assertThat(read.get()).isPositive();
      }
    }
  }

  private static int readUntil(AtomicBoolean done, Opened opened, Revision first)
      throws IOException {
    int reads = 0;
    while (!done.get()) {
      Revision head = opened.repository().head().orElseThrow();
      Folder.Found found = (Folder.Found) opened.repository().folder(head, "production");
      found.files().getFirst().content().read();
      assertThat(opened.repository().descends(head, first)).isTrue();
      assertThat(opened.repository().newestChange(head, "production")).isPresent();
      reads++;
    }
    return reads;
  }

  @Test
  void keepsOnlyWhatItHas() throws Exception {
    try (Opened opened = open()) {
      opened.poll();

      assertThatThrownBy(() -> opened.repository().keep("production", new Revision("1".repeat(40))))
          .extracting("kind")
          .isEqualTo(GitException.Kind.NOT_FOUND);
    }
  }

  @Test
  void refusesToReadWhenClosed() throws Exception {
    Opened opened = open();
    Revision head = opened.poll();
    opened.close();

    assertThatThrownBy(() -> opened.repository().folder(head, "production"))
        .hasMessageEndingWith("because the config repo is closed");
    assertThatThrownBy(opened::poll).hasMessageEndingWith("because the config repo is closed");
  }

  private Opened open() throws GitException {
    return Opened.at(folder.resolve("data"), server.url("config.git"));
  }

  /** Packs that JGit does not know, as they have no index. */
  private static void manyPacks(Path mirror) throws IOException {
    for (int i = 0; i < CurrentMirror.MOST_PACKS; i++) {
      Files.writeString(mirror.resolve("objects/pack/other-" + i + ".pack"), "");
    }
  }

  private static List<Path> packs(Path mirror) throws IOException {
    return files(mirror.resolve("objects/pack"), ".pack");
  }

  private static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }
}
