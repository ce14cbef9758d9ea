package dev.backstay.config;

import static dev.backstay.config.Reading.withTop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which changes of the file are told, and which are not. */
class ConfigWatcherTest {
  private static final Duration OFTEN = Duration.ofMillis(5);
  private static final Duration NEVER = Duration.ofHours(1);

  @TempDir private Path folder;
  private Path file = Path.of("");
  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void writeTheFirstConfiguration() throws IOException {
    file = folder.resolve("backstay.yaml");
    write("dataDir: /one");
  }

  @Test
  void tellsANewConfigurationOnce() throws IOException {
    ConfigWatcher watcher = notStarted();
    look(watcher, 2);
    assertThat(told).isEmpty();

    write("dataDir: /two");
    look(watcher, 3);
    assertThat(told).containsExactly("/two");
  }

  @Test
  void tellsErrorsOnceAndAlsoWhenTheOldConfigurationIsBack() throws IOException {
    ConfigWatcher watcher = notStarted();

    write("datadir: /two");
    look(watcher, 3);
    write("dataDir: /one");
    look(watcher, 3);

    assertThat(told)
        .containsExactly(file + ":7: unknown key \"datadir\" (did you mean dataDir?)", "/one");
  }

  @Test
  void tellsThatTheFileIsGone() throws IOException {
    ConfigWatcher watcher = notStarted();

    Files.delete(file);
    look(watcher, 3);

    assertThat(told).containsExactly(file + ": there is no such file");
  }

  @Test
  void tellsWhatChangedBetweenReadingAndWatching() throws IOException {
    AgentConfig read = current();
    write("dataDir: /two");

    look(new ConfigWatcher(file, read, NEVER, this::tell), 2);

    assertThat(told).containsExactly("/two");
  }

  @Test
  void keepsQuietAboutOtherWordsForTheSame() throws IOException {
    ConfigWatcher watcher = notStarted();

    write("# moved on Tuesday", "dataDir: '/one'");
    look(watcher, 3);

    assertThat(told).isEmpty();
  }

  @Test
  void waitsUntilTheFileIsWritten() throws IOException {
    ConfigWatcher watcher = notStarted();

    write("dataDir: /tw");
    look(watcher, 1);
    write("dataDir: /two");
    look(watcher, 2);

    assertThat(told).containsExactly("/two");
  }

  @Test
  void seesAConfigMapSwappedBelowTheFile() throws IOException {
    Path data = folder.resolve("..data");
    Files.createSymbolicLink(data, version("..one", "dataDir: /one"));
    Files.delete(file);
    Files.createSymbolicLink(file, data.resolve("backstay.yaml"));
    ConfigWatcher watcher = notStarted();
    look(watcher, 2);

    Path next =
        Files.createSymbolicLink(folder.resolve("..tmp"), version("..two", "dataDir: /two"));
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
    look(watcher, 2);

    assertThat(told).containsExactly("/two");
  }

  @Test
  void looksByItselfUntilClosed() throws IOException {
    ConfigWatcher watcher = ConfigWatcher.start(file, current(), OFTEN, this::tell);
    write("dataDir: /two");
    await().untilAsserted(() -> assertThat(told).containsExactly("/two"));
    watcher.close();

    assertThat(watcher.isAlive()).isFalse();
  }

  @Test
  void goesOnWhenTheListenerFails() throws IOException {
    Consumer<ConfigReading> failing =
        reading -> {
          tell(reading);
          throw new IllegalStateException("not this one");
        };
    try (ConfigWatcher _ = ConfigWatcher.start(file, current(), OFTEN, failing)) {
      write("dataDir: /two");
      await().untilAsserted(() -> assertThat(told).containsExactly("/two"));
      write("dataDir: /three");
      await().untilAsserted(() -> assertThat(told).containsExactly("/two", "/three"));
    }
  }

  @Test
  void canBeClosedByItsListener() throws IOException {
    AtomicReference<ConfigWatcher> self = new AtomicReference<>(notStarted());
    ConfigWatcher watcher = ConfigWatcher.start(file, current(), OFTEN, _ -> self.get().close());
    self.set(watcher);
    write("dataDir: /two");

    await().until(() -> !watcher.isAlive());
  }

  private ConfigWatcher notStarted() {
    return new ConfigWatcher(file, current(), NEVER, this::tell);
  }

  private static void look(ConfigWatcher watcher, int times) {
    for (int i = 0; i < times; i++) {
      watcher.look();
    }
  }

  private void tell(ConfigReading reading) {
    switch (reading) {
      case ConfigReading.Valid(AgentConfig config) -> told.add(config.dataDir().toString());
      case ConfigReading.Invalid(List<ConfigError> errors) ->
          errors.forEach(error -> told.add(error.toString()));
    }
  }

  private AgentConfig current() {
    return switch (ConfigReader.read(file)) {
      case ConfigReading.Valid(AgentConfig config) -> config;
      case ConfigReading.Invalid(List<ConfigError> errors) -> throw new AssertionError(errors);
    };
  }

  /** In one step: a watcher that runs must not find it half-written. */
  private void write(String... lines) throws IOException {
    Path whole = Files.writeString(folder.resolve("whole.yaml"), withTop(lines));
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path version(String name, String line) throws IOException {
    Path version = Files.createDirectory(folder.resolve(name));
    Files.writeString(version.resolve("backstay.yaml"), withTop(line));
    return version;
  }
}
