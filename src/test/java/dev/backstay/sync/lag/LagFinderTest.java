package dev.backstay.sync.lag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.git.ConfigRepository;
import dev.backstay.git.DataDir;
import dev.backstay.git.Remote;
import dev.backstay.manifest.Images.Place;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What production lacks of staging, in images and in commits. */
final class LagFinderTest {
  private static final Place WEB = new Place("deployment.apps/web", "app");

  private final TestRepository git;
  private final DataDir data;
  private final ConfigRepository repository;

  LagFinderTest(@TempDir Path folder) throws IOException {
    git = TestRepository.create(folder);
    data = DataDir.open(folder.resolve("data"));
    repository =
        ConfigRepository.open(
            data, new Remote(git.url(), "main", Optional.empty(), Duration.ofSeconds(10)));
  }

  @AfterEach
  void close() {
    repository.close();
    data.close();
  }

  private static String web(String image, String host) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          annotations: {host: %s}
        spec:
          template:
            spec:
              containers:
              - name: app
                image: %s
        """
        .formatted(host, image);
  }

  private String staging(String image) {
    return git.write("staging/web.yml", web(image, "staging")).commit("staging: web " + image);
  }

  private String production(String image) {
    return git.write("production/web.yml", web(image, "production"))
        .commit("production: web " + image);
  }

  private Lag lag() throws IOException {
    return find().orElseThrow();
  }

  private Optional<Lag> find() throws IOException {
    git.push();
    String head = repository.fetch(repository.lsRemote()).id();
    return new LagFinder(repository)
        .find(new Side("production", "production", head), new Side("staging", "staging", head));
  }

  private Instant committed(String commit) {
    return Instant.ofEpochSecond(
        Long.parseLong(git.git("show", "-s", "--format=%ct", commit).strip()));
  }

  @Test
  void nothingLacksWhereTheImagesAreTheSame() throws IOException {
    staging("web:1");
    production("web:1");

    assertThat(lag()).isEqualTo(Lag.none("staging"));
  }

  @Test
  void countsTheCommitsThatBroughtTheImagesAndTellsTheOldest() throws IOException {
    staging("web:1");
    production("web:1");
    String oldest = staging("web:2");
    git.write("staging/other.yml", web("other:1", "x").replace("name: web", "name: other"))
        .commit("staging: another one");
    staging("web:3");

    Lag lag = lag();
    assertThat(lag.commits()).isEqualTo(2);
    assertThat(lag.since()).hasValue(committed(oldest));
    assertThat(lag.images()).containsExactly(new Lag.Image(WEB, "web:1", "web:3"));
  }

  @Test
  void aRollbackOfTheOneBeforeIsOneCommitThatLacks() throws IOException {
    staging("web:1");
    staging("web:2");
    production("web:2");
    git.revert(git.git("rev-parse", "HEAD~1").strip());

    assertThat(lag().commits()).isEqualTo(1);
    assertThat(lag().images()).containsExactly(new Lag.Image(WEB, "web:2", "web:1"));
  }

  @Test
  void ofAnImageThatNeverRanThereOnlyTheDifferenceIsTold() throws IOException {
    staging("web:1");
    staging("web:2");
    production("web:3");

    Lag lag = lag();
    assertThat(lag.commits()).isZero();
    assertThat(lag.since()).isEmpty();
    assertThat(lag.images()).containsExactly(new Lag.Image(WEB, "web:3", "web:2"));
  }

  @Test
  void commitsOfSeveralImagesAreCountedOnce() throws IOException {
    String two = web("web:1", "s") + "---\n" + web("api:1", "s").replace("name: web", "name: api");
    git.write("staging/all.yml", two).write("production/all.yml", two).commit("both");
    git.write("staging/all.yml", two.replace(":1", ":2")).commit("staging: both 2");

    assertThat(lag().commits()).isEqualTo(1);
    assertThat(lag().images()).hasSize(2);
  }

  @Test
  void foldersWithoutACommonContainerAreNoStages() throws IOException {
    git.write("staging/web.yml", web("web:1", "s").replace("name: web", "name: shop"))
        .commit("staging");
    production("web:1");

    assertThat(find()).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereIsNoStage() throws IOException {
    production("web:1");

    assertThat(find()).isEmpty();
  }

  @Test
  void whatCanBeReadOfABrokenFolderCounts() throws IOException {
    staging("web:1");
    staging("web:2");
    production("web:1");
    git.write("staging/broken.yml", "a: [").commit("staging: broken");

    assertThat(lag().commits()).isEqualTo(1);
  }
}
