package dev.backstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.config.HttpConfig;
import dev.backstay.http.HttpServer;
import dev.backstay.http.Routes;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command on real repositories, beside an agent of which only the answers are made up. */
final class RollbackCommandTest {
  private static final String FILE = "production/app.yml";
  private static final String[] ANN = {"--author", "Ann <ann@example.com>"};

  private final Path folder;
  private final TestRepository repository;
  private String first = "";
  private String second = "";
  private volatile String suspended = "null";
  private volatile String ended = "";

  private final Routes routes =
      routing -> {
        routing.get("/api/v1/environments", c -> c.result(environments()));
        routing.get("/api/v1/environments/{name}/history", c -> c.result(history()));
        routing.post("/api/v1/environments/{name}/sync", c -> c.result("{}"));
      };
  private final HttpServer server =
      new HttpServer(HttpConfig.at("127.0.0.1", 0, 0), routes).start();
  private final int port = server.port();

  RollbackCommandTest(@TempDir Path folder) {
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
  }

  @BeforeEach
  void create() {
    first = repository.write(FILE, "image: 1.0.0\n").commit("app 1.0.0");
    second = repository.write(FILE, "image: 1.1.0\n").commit("app 1.1.0");
    repository.push();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String environments() {
    return """
        {"repository": {"url": "%s", "branch": "main"},
         "environments": [{"name": "production", "path": "production", "suspended": %s}]}
        """
        .formatted(repository.url(), suspended);
  }

  /** What was deployed; and the rollback itself once the remote has it, if an end is set. */
  private String history() {
    List<String> entries = new ArrayList<>();
    String head = remote("rev-parse", "main");
    if (!head.equals(second) && !ended.isEmpty()) {
      entries.add(ended.replace("HEAD", head));
    }
    entries.add("{\"revision\": \"" + second + "\", \"outcome\": \"synced\"}");
    entries.add("{\"revision\": \"" + first + "\", \"outcome\": \"synced\"}");
    return "{\"history\": [" + String.join(",", entries) + "]}";
  }

  private String remote(String... arguments) {
    return TestRepository.run(repository.bare(), arguments);
  }

  private Typed rollback(String... more) {
    return rollback(_ -> Optional.empty(), more);
  }

  private Typed rollback(Question question, String... more) {
    List<String> arguments = new ArrayList<>(List.of("production"));
    arguments.addAll(List.of("--server", "http://127.0.0.1:" + port));
    arguments.addAll(List.of(ANN));
    arguments.addAll(List.of(more));
    CommandLine command =
        Backstay.withOneLineErrors(new CommandLine(new RollbackCommand(question)));
    return Typed.run(command, arguments.toArray(String[]::new));
  }

  @Test
  void withoutPushItShowsWhatItWouldDoAndWritesNothing() {
    Typed typed = rollback();
    assertThat(typed.code()).isZero();
    assertThat(typed.out())
        .contains("production  roll back to " + first.substring(0, 7) + "  app 1.0.0  (Ada Author")
        .contains("takes back 1 commit\n    " + second.substring(0, 7) + "  app 1.1.0")
        .contains("-image: 1.1.0\n+image: 1.0.0\n")
        .contains("Nothing was written: --push gives this to main");
    assertThat(remote("rev-parse", "main")).isEqualTo(second);
  }

  @Test
  void aPushIsAskedForFirstAndAnAnswerOfNoWritesNothing() {
    assertThat(rollback(_ -> Optional.of(false), "--push").out())
        .endsWith("Nothing was written.\n");
    assertThat(remote("rev-parse", "main")).isEqualTo(second);
    assertThat(rollback(_ -> Optional.of(true), "--push").code()).isZero();
    assertThat(remote("show", "main:" + FILE)).isEqualTo("image: 1.0.0");
  }

  @Test
  void whereNobodyCanBeAskedItIsWrongUse() {
    Typed typed = rollback("--push");
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err())
        .isEqualTo("error: there is no terminal to ask at: say --yes to go on without asking\n");
    assertThat(remote("rev-parse", "main")).isEqualTo(second);
  }

  @Test
  void aPushedRollbackIsFollowedToItsEnd() {
    ended =
        """
        {"revision": "HEAD", "outcome": "synced", "seconds": 1.1,
         "change": {"kind": "rollback", "to": "%s", "complete": true}}
        """
            .formatted(first);
    Typed typed = rollback("--push", "--yes", "--wait", "--reason", "errors");
    assertThat(typed.code()).isZero();
    assertThat(typed.out())
        .endsWith(
            "production  rolled back to "
                + first.substring(0, 7)
                + " in 1.1 s, everything healthy, nothing left behind\n");
    assertThat(remote("log", "-1", "--format=%an|%B", "main"))
        .startsWith("Ann|Roll back production to " + first.substring(0, 7) + "\n\nerrors\n")
        .contains("This reverts commit " + second + ".")
        .endsWith("Backstay-Restores: production@" + first);
  }

  @Test
  void anEndThatIsNotHealthyFails() {
    ended =
        """
        {"revision": "HEAD", "outcome": "degraded", "errors": ["BKS-410 not healthy"],
         "change": {"kind": "rollback", "to": "%s"}}
        """
            .formatted(first);
    Typed typed = rollback("--push", "--yes", "--wait");
    assertThat(typed.code()).isEqualTo(1);
    assertThat(typed.out()).contains("production  degraded").endsWith("  BKS-410 not healthy\n");
  }

  @Test
  void anOutcomeThatDoesNotComeIsToldInTheEnd() {
    Typed typed = rollback("--push", "--yes", "--wait", "--timeout", "1s");
    assertThat(typed.code()).isEqualTo(1);
    assertThat(typed.out()).contains("no outcome within 1 s");
  }

  @Test
  void whatIsLeftBehindIsNamed() {
    ended =
        """
        {"revision": "HEAD", "outcome": "synced",
         "change": {"kind": "rollback", "to": "%s", "complete": false,
           "leftovers": ["job.batch/migrate"]}}
        """
            .formatted(first);
    Typed typed = rollback("--push", "--yes", "--wait");
    assertThat(typed.code()).isEqualTo(1);
    assertThat(typed.out()).endsWith("left behind: job.batch/migrate\n");
  }

  @Test
  void ofASuspendedEnvironmentItSaysThatNothingFollows() {
    suspended = "{\"by\": \"ada@host\", \"reason\": \"incident 7\"}";
    Typed typed = rollback("--push", "--yes", "--wait");
    assertThat(typed.code()).isZero();
    assertThat(typed.out())
        .endsWith(
            "production  is suspended by ada@host (incident 7): nothing follows until backstay"
                + " resume production\n");
    assertThat(remote("show", "main:" + FILE)).isEqualTo("image: 1.0.0");
  }

  @Test
  void aBranchForAPullRequestLeavesTheDeployedOneAlone() {
    Typed typed = rollback("--branch", "back", "--yes");
    assertThat(typed.code()).isZero();
    assertThat(typed.out()).contains("pushed to back", "open a pull request from there to main");
    assertThat(remote("show", "back:" + FILE)).isEqualTo("image: 1.0.0");
    assertThat(remote("rev-parse", "main")).isEqualTo(second);
    assertThat(rollback("--branch", "back", "--yes").err())
        .contains("there is a branch back already");
  }

  @Test
  void aCloneGetsTheCommitAndTheCommandToPushIt() throws Exception {
    String clone = repository.work().toString();
    Typed typed = rollback("--repository", clone, "--yes");
    assertThat(typed.code()).isZero();
    assertThat(typed.out())
        .contains("committed to main", "push it: git -C " + clone + " push origin main");
    assertThat(Files.readString(repository.work().resolve(FILE))).isEqualTo("image: 1.0.0\n");
    assertThat(remote("rev-parse", "main")).isEqualTo(second);
  }

  @Test
  void aProtectedBranchIsToldWithTheWayOut() throws IOException {
    Path hook = repository.bare().resolve("hooks/pre-receive");
    Files.writeString(hook, "#!/bin/sh\necho 'main is protected' >&2\nexit 1\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    Typed typed = rollback("--repository", repository.work().toString(), "--push", "--yes");
    assertThat(typed.code()).isEqualTo(1);
    assertThat(typed.err())
        .startsWith("error: main is protected: pre-receive hook declined")
        .contains("use --branch NAME and open a pull request");
  }

  @Test
  void whatIsThereAlreadyAndWhatIsNowhereAreTold() {
    Typed same = rollback("--to", second);
    assertThat(same.code()).isZero();
    assertThat(same.out()).contains("is at " + second.substring(0, 7) + " already");
    Typed wrong = rollback("--to", "1234567", "--push", "--yes");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err())
        .isEqualTo("error: there is no commit 1234567 in the branch, or more than one\n");
  }

  @Test
  void withoutAnAgentTheOptionsSayAll() throws IOException {
    server.close();
    assertThat(rollback("--to", first).err()).contains("no agent answers");
    Typed byOptions =
        rollback(
            "--to",
            first,
            "--repository",
            repository.url(),
            "--path",
            "production",
            "--push",
            "--yes");
    assertThat(byOptions.code()).as(byOptions.err()).isZero();
    assertThat(remote("show", "main:" + FILE)).isEqualTo("image: 1.0.0");
    Path config = folder.resolve("backstay.yaml");
    Files.writeString(
        config,
        """
        repository: { url: "%s" }
        environments: [ { name: production, path: production, namespace: outsrc } ]
        """
            .formatted(repository.url()));
    Typed byFile = rollback("--to", second, "--config", config.toString(), "--push", "--yes");
    assertThat(byFile.code()).as(byFile.err()).isZero();
    assertThat(remote("show", "main:" + FILE)).isEqualTo("image: 1.1.0");
  }

  @Test
  void wrongUseIsToldWithTheUsage() {
    for (String[] wrong :
        List.of(
            new String[] {"--wait"},
            new String[] {"--branch", "a..b"},
            new String[] {"--push", "--author", "nobody"})) {
      Typed typed = rollback(wrong);
      assertThat(typed.code()).as(String.join(" ", wrong)).isEqualTo(2);
      assertThat(typed.err()).contains("Usage: ");
    }
  }
}
