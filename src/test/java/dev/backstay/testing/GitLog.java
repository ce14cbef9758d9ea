package dev.backstay.testing;

import dev.backstay.config.AgentConfig;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The commits of a config repo, also those that no branch leads to any more. */
final class GitLog {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String TRAILER =
      "%(trailers:key=Backstay-Allow-Prune,valueonly,separator=%x20)";

  private GitLog() {}

  /** As lines of a stored history. */
  static List<String> commits(AgentConfig config) {
    Path server = Path.of(config.repository().url());
    List<String> lines = new ArrayList<>();
    for (Path repository : Files.isDirectory(server) ? List.of(server) : mirrors(config)) {
      for (String commit : log(repository)) {
        String[] fields = commit.split("\\|", -1);
        ObjectNode line = JSON.createObjectNode().put("kind", "Commit");
        line.put("id", fields[0]).put("parents", fields[1]).put("allowPrune", fields[2].strip());
        lines.add(line.toString());
      }
    }
    return lines;
  }

  /** Where the server cannot be read, what the agent has fetched tells. */
  private static List<Path> mirrors(AgentConfig config) {
    if (!Files.isDirectory(config.dataDir())) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(config.dataDir(), 3)) {
      return all.filter(folder -> Files.isDirectory(folder.resolve("objects"))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> log(Path repository) {
    List<String> ids =
        TestRepository.run(
                repository,
                "cat-file",
                "--batch-all-objects",
                "--batch-check=%(objecttype) %(objectname)")
            .lines()
            .filter(line -> line.startsWith("commit "))
            .map(line -> line.substring("commit ".length()))
            .toList();
    if (ids.isEmpty()) {
      return List.of();
    }
    List<String> command =
        new ArrayList<>(List.of("log", "--no-walk", "--format=%H|%P|" + TRAILER));
    command.addAll(ids);
    return TestRepository.run(repository, command.toArray(String[]::new)).lines().toList();
  }
}
