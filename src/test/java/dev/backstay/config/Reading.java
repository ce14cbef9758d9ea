package dev.backstay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads configurations that stand in a test, as the file {@code backstay.yaml} of /etc/backstay.
 */
final class Reading {
  static final Path FILE = Path.of("/etc/backstay/backstay.yaml");

  /** The two sections that no file can do without; three lines and four. */
  static final String REPOSITORY =
      """
      repository:
        url: https://git.example.com/acme/config.git
      """;

  static final String ENVIRONMENTS =
      """
      environments:
        - name: production
          path: production
          namespace: outsrc
      """;

  private Reading() {}

  static AgentConfig valid(String yaml) {
    ConfigReading reading = read(yaml);
    assertThat(reading).isInstanceOf(ConfigReading.Valid.class);
    return ((ConfigReading.Valid) reading).config();
  }

  /** What is printed for each error, without the folder of the file. */
  static List<String> errors(String yaml) {
    ConfigReading reading = read(yaml);
    assertThat(reading).isInstanceOf(ConfigReading.Invalid.class);
    return ((ConfigReading.Invalid) reading)
        .errors().stream().map(e -> e.toString().replace("/etc/backstay/", "")).toList();
  }

  static RepositoryConfig repository(String... lines) {
    return valid(withRepository(lines)).repository();
  }

  static EnvironmentConfig environment(String... lines) {
    return valid(withEnvironment(lines)).environments().getFirst();
  }

  /** Lines of the repository's section, the first of them on line 3. */
  static String withRepository(String... lines) {
    return REPOSITORY + indented("  ", lines) + ENVIRONMENTS;
  }

  /** Lines of the only environment, the first of them on line 7. */
  static String withEnvironment(String... lines) {
    return REPOSITORY + ENVIRONMENTS + indented("    ", lines);
  }

  /** Lines of the top, the first of them on line 7. */
  static String withTop(String... lines) {
    return REPOSITORY + ENVIRONMENTS + indented("", lines);
  }

  private static String indented(String indent, String... lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(indent).append(line).append('\n');
    }
    return text.toString();
  }

  private static ConfigReading read(String yaml) {
    return ConfigReader.read(FILE, new ConfigText.Content(yaml));
  }
}
