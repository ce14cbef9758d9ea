package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.manifest.SourceFile;
import dev.backstay.testing.git.TestRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a folder are manifests, and which entries are refused. */
class FolderTest {
  private static final FolderLimits SMALL = new FolderLimits(20, 3, 100, 150, 40);

  @TempDir Path folder;
  private TestRepository git;

  @BeforeEach
  void create() {
    git = TestRepository.create(folder);
  }

  @Test
  void listsManifestsBelowTheFolderInTheOrderOfTheirPaths() throws Exception {
    git.write("production/b.yaml", "b")
        .write("production/a/z.yml", "z")
        .write("production/a.json", "{}");
    git.write("production/a-b.yaml", "-")
        .write("production/README.md", "no")
        .write("production/Z.yaml", "Z");
    git.write("staging/c.yaml", "c").write("top.yaml", "t");

    Folder.Found found = found("production");

    assertThat(found.files())
        .extracting(SourceFile::path)
        .containsExactly(
            "production/Z.yaml",
            "production/a-b.yaml",
            "production/a.json",
            "production/a/z.yml",
            "production/b.yaml");
    assertThat(found.problems()).isEmpty();
    assertThat(found.treeId()).isEqualTo(git.treeId("HEAD", "production"));
  }

  @Test
  void readsContentLater() throws Exception {
    git.write("production/b.yaml", "kind: ü\n").commit("First");
    git.push();
    try (Opened opened = open()) {
      Folder.Found found = (Folder.Found) opened.repository().folder(opened.poll(), "production");
      SourceFile file = found.files().getFirst();
      git.write("production/b.yaml", "changed").commit("Second");
      git.push();
      opened.poll();

      assertThat(new String(file.content().read(), StandardCharsets.UTF_8)).isEqualTo("kind: ü\n");
      assertThat(file.size()).isEqualTo(9);
      assertThat(file.blobId()).isEqualTo(git.git("rev-parse", "HEAD~1:production/b.yaml"));
    }
  }

  @Test
  void takesTheRootOfTheRepository() throws Exception {
    git.write("a.yaml", "a").write("deep/er/b.yaml", "b");

    assertThat(paths(found(""))).containsExactly("a.yaml", "deep/er/b.yaml");
    assertThat(paths(found("."))).containsExactly("a.yaml", "deep/er/b.yaml");
    assertThat(paths(found("./deep//er/"))).containsExactly("deep/er/b.yaml");
  }

  @Test
  void tellsAMissingFolder() throws Exception {
    git.write("production", "a file");
    assertThat(folder("staging", FolderLimits.DEFAULT))
        .isEqualTo(new Folder.Missing("there is no folder staging in " + shortHead()));
    assertThat(folder("production", FolderLimits.DEFAULT))
        .isEqualTo(new Folder.Missing("production is no folder in " + shortHead()));
  }

  @Test
  void doesNotFollowALinkToAFolder() throws Exception {
    git.write("staging/a.yaml", "a").symlink("production", "staging");

    assertThat(folder("production", FolderLimits.DEFAULT)).isInstanceOf(Folder.Missing.class);
  }

  @Test
  void findsTheTreeIdWithoutListing() throws Exception {
    git.write("production/a.yaml", "a").commit("First");
    git.push();
    try (Opened opened = open()) {
      Revision head = opened.poll();

      assertThat(opened.repository().treeId(head, "production/"))
          .contains(git.treeId("HEAD", "production"));
      assertThat(opened.repository().treeId(head, ".")).contains(git.treeId("HEAD", ""));
      assertThat(opened.repository().treeId(head, "staging")).isEmpty();
      assertThat(opened.repository().treeId(head, "production/a.yaml")).isEmpty();
    }
  }

  @Test
  void tellsACommitThatItDoesNotHave() throws Exception {
    git.commit("First");
    git.push();
    try (Opened opened = open()) {
      opened.poll();
      Revision unknown = new Revision("1".repeat(40));

      assertThatThrownBy(() -> opened.repository().folder(unknown, "production"))
          .hasMessageContaining("it is not in the mirror")
          .extracting("kind")
          .isEqualTo(GitException.Kind.NOT_FOUND);
    }
  }

  @Test
  void refusesWhatCouldHideAManifest() throws Exception {
    git.write("production/a.yaml", "a")
        .symlink("production/link.yaml", "a.yaml")
        .symlink("production/more", "../staging");
    git.write(
        "production/pointer.yaml",
        "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64) + "\nsize 9\n");
    git.submodule("production/module").commitIndex("First");
    git.push();
    try (Opened opened = open()) {
      Folder.Found found = (Folder.Found) opened.repository().folder(opened.poll(), "production");

      assertThat(paths(found)).containsExactly("production/a.yaml");
      assertThat(found.problems())
          .extracting(Problem::toString)
          .containsExactly(
              "BKS-103 production/link.yaml:1: it is a symbolic link (put the file itself here, or list it in .backstayignore)",
              "BKS-103 production/module:1: it is a submodule (copy its files here, or list it in .backstayignore)",
              "BKS-103 production/more:1: it is a symbolic link (put the file itself here, or list it in .backstayignore)",
              "BKS-103 production/pointer.yaml:1: it is a Git LFS pointer (commit the file itself, or list it in .backstayignore)");
    }
  }

  @Test
  void leavesOutWhatTheIgnoreFileNames() throws Exception {
    git.write(
        "production/.backstayignore",
        "# values are for Helm\nvalues*.yaml\n/drafts/\n!values-kept.yaml\n*.lnk\n");
    git.write("production/a.yaml", "a")
        .write("production/values.yaml", "v")
        .write("production/values-kept.yaml", "v");
    git.write("production/x/values.yaml", "v")
        .write("production/drafts/d.yaml", "d")
        .write("production/x/drafts/d.yaml", "d");
    git.symlink("production/some.lnk", "a.yaml");

    Folder.Found found = found("production");

    assertThat(paths(found))
        .containsExactly(
            "production/a.yaml", "production/values-kept.yaml", "production/x/drafts/d.yaml");
    assertThat(found.problems()).isEmpty();
  }

  @Test
  void refusesAnIgnoreFileThatIsALink() throws Exception {
    git.write("ignore", "*")
        .write("production/a.yaml", "a")
        .symlink("production/.backstayignore", "../ignore");

    Folder.Found found = found("production");

    assertThat(paths(found)).containsExactly("production/a.yaml");
    assertThat(codes(found)).contains(ProblemCode.ENTRY_UNSUPPORTED);
  }

  @Test
  void refusesNamesThatWouldDisturbALog() throws Exception {
    git.write("production/a\nb.yaml", "a")
        .write("production/bell\u0007.txt", "fine")
        .write("production/d\u001b/c.yaml", "c");

    Folder.Found found = found("production");

    assertThat(found.files()).isEmpty();
    assertThat(found.problems())
        .extracting(problem -> problem.source().orElseThrow().toString())
        .containsExactly("production/a\\u000ab.yaml:1", "production/d\\u001b:1");
  }

  @Test
  void refusesNamesThatHideOneFileBehindAnother() throws Exception {
    git.write("p/app.yaml", "a")
        .write("p/APP.yaml", "a")
        .write("p/b.yaml ", "a")
        .write("p/c\u202e.yaml", "a")
        .write("p/d\\e.yaml", "a")
        .write("p/sub/f.yaml", "a")
        .write("p/Sub/f.yaml", "a");

    Folder.Found found = found("p");

    assertThat(paths(found)).containsExactly("p/APP.yaml", "p/Sub/f.yaml");
    assertThat(found.problems())
        .extracting(problem -> problem.source().orElseThrow() + " " + problem.message())
        .containsExactly(
            "p/app.yaml:1 another entry has the same name, but for case or spelling",
            "p/b.yaml :1 its name ends with a dot or a space",
            "p/c\\u202e.yaml:1 its name holds characters that cannot be seen",
            "p/d\\e.yaml:1 its name holds a path",
            "p/sub:1 another entry has the same name, but for case or spelling");
  }

  @Test
  void refusesATooLongPathAndATooLongFile() throws Exception {
    git.write("p/" + "x".repeat(40) + ".yaml", "a").write("p/" + "y".repeat(40) + "/a.yaml", "a");
    git.write("p/a.yaml", "a".repeat(101)).write("p/b.yaml", "a");

    Folder.Found found = (Folder.Found) folder("p", SMALL);

    assertThat(paths(found)).containsExactly("p/b.yaml");
    assertThat(codes(found)).hasSize(3).containsOnly(ProblemCode.LIMIT_EXCEEDED);
    assertThat(found.problems().getFirst().message())
        .isEqualTo("the file has 101 bytes, more than 100");
  }

  @Test
  void endsAtTheFirstFileTooMany() throws Exception {
    for (String name : List.of("a", "b", "c", "d", "e")) {
      git.write("p/" + name + ".yaml", "1");
    }

    Folder.Found found = (Folder.Found) folder("p", SMALL);

    assertThat(paths(found)).hasSize(3);
    assertThat(found.problems())
        .extracting(Problem::message)
        .containsExactly("the folder holds more than 3 manifest files");
  }

  @Test
  void endsWhenTheFilesTogetherAreTooLong() throws Exception {
    git.write("p/a.yaml", "a".repeat(90)).write("p/b.yaml", "b".repeat(90)).write("p/c.yaml", "c");

    Folder.Found found = (Folder.Found) folder("p", SMALL);

    assertThat(found.problems())
        .extracting(Problem::message)
        .containsExactly("the folder's files have more than 150 bytes");
  }

  @Test
  void endsInAFolderOfEndlessEntries() throws Exception {
    for (int i = 0; i < 25; i++) {
      git.write("p/" + i + ".txt", "1");
    }

    Folder.Found found = (Folder.Found) folder("p", SMALL);

    assertThat(found.problems())
        .extracting(Problem::message)
        .containsExactly("the folder holds more than 20 entries");
  }

  private Folder.Found found(String path) throws Exception {
    return (Folder.Found) folder(path, FolderLimits.DEFAULT);
  }

  /** Commits what was written and lists a folder of it. */
  private Folder folder(String path, FolderLimits limits) throws Exception {
    git.commit("Next");
    git.push();
    try (DataDir data = DataDir.open(folder.resolve("data"));
        ConfigRepository repository =
            ConfigRepository.open(data, Opened.remote(git.url()), limits)) {
      return repository.folder(repository.fetch(repository.lsRemote()), path);
    }
  }

  private Opened open() throws GitException {
    return Opened.at(folder.resolve("data"), git.url());
  }

  private String shortHead() {
    return git.head().substring(0, 7);
  }

  private static List<String> paths(Folder.Found found) {
    return found.files().stream().map(SourceFile::path).toList();
  }

  private static List<ProblemCode> codes(Folder.Found found) {
    return found.problems().stream().map(Problem::code).toList();
  }
}
