package dev.backstay.story;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ClusterExtension.class)
final class StoryIT {
  @Test
  void theWholeStoryHolds(TestCluster cluster, @TempDir Path folder) throws IOException {
    try (Stage stage = Stage.set(cluster, folder)) {
      Narrator narrator = new Narrator(System.out);
      for (Story.Step step : new Story(stage, narrator).steps()) {
        narrator.title("step " + step.number() + ": " + step.title());
        step.play().run();
      }
    }
  }
}
