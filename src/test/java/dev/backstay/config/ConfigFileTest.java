package dev.backstay.config;

import static dev.backstay.config.Reading.errors;
import static dev.backstay.config.Reading.valid;
import static dev.backstay.config.Reading.withTop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be read, or that are no configuration at all. */
class ConfigFileTest {
  @TempDir private Path folder;

  @Test
  void readsAFileByItsPath() throws IOException {
    Path file = write(withTop("dataDir: data"));

    assertThat(ConfigReader.read(file))
        .isInstanceOfSatisfying(
            ConfigReading.Valid.class,
            valid -> assertThat(valid.config().dataDir()).isEqualTo(folder.resolve("data")));
  }

  @Test
  void resolvesPathsFromWhereALinkIsNotFromWhereItPoints() throws IOException {
    Path real = Files.createDirectory(folder.resolve("..2026_11_23"));
    Files.writeString(real.resolve("backstay.yaml"), withTop("dataDir: data"));
    Path link =
        Files.createSymbolicLink(folder.resolve("backstay.yaml"), real.resolve("backstay.yaml"));

    assertThat(ConfigReader.read(link))
        .isInstanceOfSatisfying(
            ConfigReading.Valid.class,
            valid -> assertThat(valid.config().dataDir()).isEqualTo(folder.resolve("data")));
  }

  @Test
  void saysWhenThereIsNoFile() {
    assertError(folder.resolve("backstay.yml"), "there is no such file");
    assertError(folder, "is a folder (name the file in it)");
  }

  @Test
  void saysWhenTheFileMayNotBeRead() throws IOException {
    Path file = write(withTop());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-wx-wx-wx"));
    assumeThat(Files.isReadable(file)).as("root may read everything").isFalse();

    assertError(file, "this user may not read the file");
  }

  @Test
  void refusesAFileThatIsTooLarge() throws IOException {
    assertError(write("#".repeat(1024 * 1024 + 1)), "is larger than 1 MiB");
    assertError(write("#".repeat(1024 * 1024)), "is empty");
  }

  @Test
  void refusesAFileThatIsNoText() throws IOException {
    Path file = folder.resolve("backstay.yaml");
    Files.write(file, "dataDir: pröd".getBytes(StandardCharsets.ISO_8859_1));

    assertError(file, "is not a text in UTF-8");
  }

  @Test
  void acceptsAByteOrderMarkAndWindowsLines() {
    assertThat(valid('\uFEFF' + withTop().replace("\n", "\r\n"))).isEqualTo(valid(withTop()));
  }

  @Test
  void refusesWhatIsNotOneMapping() {
    assertThat(errors("")).containsExactly("backstay.yaml: is empty");
    assertThat(errors("# all commented out\n")).containsExactly("backstay.yaml: is empty");
    assertThat(errors("---\n")).containsExactly("backstay.yaml: is empty");
    assertThat(errors("\n- a\n")).containsExactly("backstay.yaml:2: expected keys and values");
    assertThat(errors(withTop("---", "dataDir: /data")))
        .containsExactly("backstay.yaml:7: is not YAML: but found another document");
  }

  @Test
  void saysWhereItIsNotYaml() {
    assertThat(errors(withTop("http:", "\tport: 80")))
        .containsExactly(
            "backstay.yaml:8: is not YAML: found character '\\t(TAB)' that cannot start any token."
                + " (Do not use \\t(TAB) for indentation)");
    assertThat(errors(withTop("dataDir: a: b")))
        .containsExactly("backstay.yaml:7: is not YAML: mapping values are not allowed here");
    assertThat(errors(withTop("dataDir: *nowhere")))
        .containsExactly("backstay.yaml:7: is not YAML: found undefined alias");
    assertThat(errors(withTop("dataDir: a\u0007b")))
        .containsExactly("backstay.yaml:7: is not YAML: it has a control character");
    assertThat(errors(withTop("dataDir: !!java.lang.Thread {}")))
        .containsExactly("backstay.yaml:7: is not YAML: Global tag is not allowed");
  }

  @Test
  @Timeout(10)
  void survivesBombs() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 100; i++) {
      laughs.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }

    assertThat(errors("[".repeat(1_000_000)))
        .containsExactly(
            "backstay.yaml: is not YAML that can be read: Nesting Depth exceeded max 20");
    assertThat(errors("environments: &e [*e]\n"))
        .containsExactly(
            "backstay.yaml:1: missing key \"repository\"",
            "backstay.yaml:1: environments: expected keys and values, not a list");
    assertThat(errors(laughs.toString()))
        .hasSize(102)
        .contains(
            "backstay.yaml:1: unknown key \"a0\" (known here: dataDir, environments, http, notify, repository)");
    assertThat(errors("a: &a {}\nb: [" + "*a,".repeat(2000) + "]"))
        .containsExactly(
            "backstay.yaml: is not YAML that can be read:"
                + " Number of aliases for non-scalar nodes exceeds the specified max=1000");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("backstay.yaml"), text);
  }

  private static void assertError(Path file, String message) {
    assertThat(ConfigReader.read(file))
        .isInstanceOfSatisfying(
            ConfigReading.Invalid.class,
            invalid ->
                assertThat(invalid.errors()).singleElement().hasToString(file + ": " + message));
  }
}
