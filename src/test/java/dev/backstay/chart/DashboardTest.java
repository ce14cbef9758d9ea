package dev.backstay.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.Chart;
import dev.backstay.testing.prometheus.Dashboard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The dashboard has one source. */
class DashboardTest {
  private static final Path MADE = Path.of("target/dashboard.json");

  @Test
  void theFileIsMadeFromItsDescription() throws IOException {
    Files.writeString(MADE, Dashboard.json());

    // no more than that: nobody reads two pages of JSON
    assertThat(Files.readString(Dashboard.FILE).equals(Dashboard.json()))
        .as(
            "%s is what %s says; to renew it: cp %s %s",
            Dashboard.FILE, Dashboard.DESCRIPTION, MADE, Dashboard.FILE)
        .isTrue();
  }

  @Test
  void noPanelLiesOverAnotherOrBesideTheBoard() {
    Set<String> taken = new HashSet<>();
    for (JsonNode panel : Chart.parse(Dashboard.json()).getFirst().path("panels")) {
      JsonNode place = panel.path("gridPos");
      int left = place.path("x").asInt();
      int top = place.path("y").asInt();
      assertThat(left + place.path("w").asInt()).isLessThanOrEqualTo(24);
      for (int x = left; x < left + place.path("w").asInt(); x++) {
        for (int y = top; y < top + place.path("h").asInt(); y++) {
          assertThat(taken.add(x + "," + y)).as("%s at %d,%d", panel, x, y).isTrue();
        }
      }
    }
  }

  @Test
  void everyPanelSaysWhatItShowsAndInWhichUnit() {
    JsonNode board = Chart.parse(Dashboard.json()).getFirst();

    for (JsonNode panel : board.path("panels")) {
      boolean isHeading = panel.path("type").asString().equals("row");
      assertThat(panel.path("title").asString()).isNotEmpty();
      assertThat(panel.path("description").asString("").isEmpty()).isEqualTo(isHeading);
      assertThat(panel.at("/fieldConfig/defaults/unit").isMissingNode()).isEqualTo(isHeading);
    }
    assertThat(board.at("/templating/list").findValuesAsString("name"))
        .containsExactly("datasource", "tier", "environment");
    assertThat(board.at("/annotations/list/0/useValueForTime").asBoolean()).isTrue();
  }

  @Test
  void noVariableOfGrafanaIsLeftInAQuery() {
    assertThat(Dashboard.queries())
        .hasSizeGreaterThan(25)
        .allSatisfy(query -> assertThat(query.ask().replace("\"$1\"", "")).doesNotContain("$"));
  }
}
