package dev.backstay.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The pictures of the README. */
final class PicturesTest {
  private static final Pattern PICTURE = Pattern.compile("docs/pictures/[\\w-]+\\.png");
  private static final int WIDTH = 1200;
  private static final long LARGEST = 150_000;

  @Test
  void areThereAndAsTheBrowserTookThem() throws IOException {
    List<String> shown =
        PICTURE
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(MatchResult::group)
            .distinct()
            .toList();

    assertThat(shown).hasSize(3);
    for (String picture : shown) {
      BufferedImage image = ImageIO.read(Path.of(picture).toFile());
      assertThat(image).as(picture).isNotNull();
      assertThat(image.getWidth()).as(picture).isEqualTo(WIDTH);
      assertThat(Files.size(Path.of(picture))).as(picture).isLessThan(LARGEST);
    }
  }
}
