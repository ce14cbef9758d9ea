package dev.backstay.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that a machine may lack. A test without them is skipped, unless they are required. */
public final class Needed {
  /** What must be there, by name and separated by commas: as {@code browser,prometheus}. */
  private static final String REQUIRED = "backstay.require";

  private Needed() {}

  /**
   * Finds a program.
   *
   * @param need what it is for
   * @param variable of the environment that may name it
   * @param names on the path, the likeliest first
   */
  public static String program(String need, String variable, List<String> names) {
    Optional<String> found =
        Optional.ofNullable(System.getenv(variable))
            .or(() -> names.stream().flatMap(Needed::onPath).findFirst());
    if (found.isEmpty()) {
      String words = "no " + String.join(" or ", names) + " on this machine";
      if (Arrays.asList(System.getProperty(REQUIRED, "").split(",")).contains(need)) {
        throw new AssertionError(words + ", and it is required here");
      }
      Assumptions.abort(words);
    }
    return found.orElseThrow();
  }

  private static Stream<String> onPath(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString);
  }
}
