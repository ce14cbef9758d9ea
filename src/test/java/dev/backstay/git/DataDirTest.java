package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process, one data directory, one agent id. */
class DataDirTest {
  @TempDir Path folder;

  /** What a second process does. */
  static final class SecondProcess {
    private SecondProcess() {}

    public static void main(String[] args) {
      try (DataDir data = DataDir.open(Path.of(args[0]))) {
        System.out.println("taken as " + data.agentId());
      } catch (GitException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void refusesASecondProcess() throws Exception {
    String agentId;
    try (DataDir data = DataDir.open(folder)) {
      agentId = data.agentId();
      assertThat(secondProcess())
          .isEqualTo(
              "Tried to use the data directory "
                  + folder
                  + " but failed because another backstay process is using it");
    }
    assertThat(secondProcess()).isEqualTo("taken as " + agentId);
  }

  @Test
  void aRefusedSecondUseInThisProcessDoesNotOpenTheDoorToOthers() throws Exception {
    try (DataDir data = DataDir.open(folder)) {
      assertThatThrownBy(() -> DataDir.open(data.path()).close())
          .isInstanceOf(GitException.class)
          .hasMessageContaining("another backstay process");

      assertThat(secondProcess()).contains("another backstay process");
    }
  }

  @Test
  void keepsTheAgentIdAsLongAsTheDirectoryLives() throws Exception {
    String first;
    try (DataDir data = DataDir.open(folder.resolve("made/anew"))) {
      first = data.agentId();
    }
    try (DataDir data = DataDir.open(folder.resolve("made/anew"))) {
      assertThat(data.agentId()).isEqualTo(first).hasSize(36);
    }
    try (DataDir data = DataDir.open(folder.resolve("another"))) {
      assertThat(data.agentId()).isNotEqualTo(first);
    }
  }

  @Test
  void replacesAnAgentIdThatCannotBeOne() throws Exception {
    Files.writeString(folder.resolve("agent-id"), "");
    try (DataDir data = DataDir.open(folder)) {
      assertThat(data.agentId()).hasSize(36);
    }
  }

  @Test
  void tellsADirectoryThatCannotBeMade() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> DataDir.open(file.resolve("data")).close())
        .isInstanceOf(GitException.class)
        .hasMessageContaining("Tried to use the data directory " + file);
  }

  private String secondProcess() {
    return ChildJvm.run(SecondProcess.class, List.of(), List.of(folder.toString()));
  }
}
