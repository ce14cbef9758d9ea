package dev.backstay.http.page;

import static dev.backstay.http.page.Samples.NOW;
import static dev.backstay.http.page.Samples.POLL;
import static dev.backstay.http.page.Samples.synced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.git.PollStatus;
import dev.backstay.health.Health;
import dev.backstay.manifest.Images.Place;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.manifest.Source;
import dev.backstay.sync.Change;
import dev.backstay.sync.Counts;
import dev.backstay.sync.Drift;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.ObjectStatus;
import dev.backstay.sync.State;
import dev.backstay.sync.Suspended;
import dev.backstay.sync.Suspension;
import dev.backstay.sync.lag.Lag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the page says of environments. */
final class FragmentsTest {
  private static final String HOSTILE = "<script>alert(1)</script>\"'&\u202egnp";

  private static String overview(EnvironmentStatus... all) {
    return Fragments.overview(List.of(all), POLL, NOW);
  }

  private static String page(EnvironmentStatus status) {
    return Fragments.environment(status, List.of(status), NOW);
  }

  /** What a reader reads: without the markup, and with one space between words. */
  private static String text(String html) {
    return html.replaceAll("<title>.*?</title>", "")
        .replaceAll("<[^>]*>", " ")
        .replace("&lt;", "<")
        .replaceAll("\\s+", " ");
  }

  @Test
  void putsTheEnvironmentsSideBySideInTheirOrder() {
    String text = text(overview(synced("master").status(), synced("production").status()));

    assertThat(text)
        .contains("2 environments, all synced", "head 9ab3f10", "polled 4s ago")
        .containsSubsequence("master", "● synced", "9ab3f10 frontend 1.1.0", "Ada Lovelace")
        .containsSubsequence("production", "1 healthy in outsrc-production");
  }

  @Test
  void whatIsNotSyncedIsSaidFirst() {
    assertThat(
            text(
                overview(
                    synced("a").status(),
                    synced("b").in(State.ROLLING_OUT).status(),
                    synced("c").in(State.REFUSED).status())))
        .contains("3 environments: 1 refused, 1 rolling out");
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void everyStateIsAWordAndAShape(State state) {
    String text = text(overview(synced("production").in(state).status()));

    assertThat(text).containsPattern("[●▲✕◐] " + state.word().replace('-', ' '));
  }

  @Test
  void saysWhyThereIsNothing() {
    assertThat(text(overview())).contains("no environments: the configuration names none");
    assertThat(text(overview(Samples.fresh("new").status()))).contains("nothing is deployed yet");
    assertThat(text(overview(Samples.fresh("new").in(State.FAILED).unreachable().status())))
        .contains("its cluster does not answer", "its cluster has not answered yet");
    assertThat(text(page(Samples.fresh("new").status())))
        .contains("Nothing yet: the first commit that touches the folder new begins it");
    PollStatus never =
        new PollStatus(
            Optional.empty(), Optional.empty(), Optional.of("no route"), 3, Optional.empty());
    assertThat(text(Fragments.overview(List.of(), never, NOW)))
        .contains("not read yet", "the config repo has not answered yet", "✕ no route");
  }

  @Test
  void namesWhoSuspendedItWhyAndWhatWaits() {
    Suspended suspended =
        new Suspended(
            new Suspension("ada", "new disk", NOW.minusSeconds(7200), Optional.of(NOW)),
            new Counts(3, 0, 1, 2, 0));

    assertThat(text(overview(synced("production").suspended(suspended).status())))
        .contains("suspended", "by ada: new disk, until 2026-05-04T12:00:00Z", "2h ago")
        .contains("waiting: 1 configured");
  }

  @Test
  void tellsWhatItLacksOfTheOneBefore() {
    Place web = new Place("deployment.apps/web", "app");
    Lag lag =
        new Lag(
            "staging",
            2,
            Optional.of(NOW.minusSeconds(3420)),
            List.of(new Lag.Image(web, "web:1", "web:3")));

    assertThat(text(overview(synced("production").lagging(lag).status())))
        .contains("lacks 2 commits of staging, 57m");
    assertThat(text(page(synced("production").lagging(lag).status())))
        .containsSubsequence(
            "What it lacks of staging", "deployment.apps/web (app)", "web:1", "web:3");
  }

  @Test
  void whatIsWrongInTheSameWayIsSaidOnce() {
    Problem[] alike =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    Problem.of(
                        ProblemCode.UNHEALTHY,
                        new ObjectKey("apps", "Deployment", "outsrc-production", "web-" + i),
                        "2 of 2 pods: ImagePullBackOff: no such image",
                        ""))
            .toArray(Problem[]::new);

    String text = text(page(synced("production").in(State.DEGRADED).troubled(alike).status()));
    assertThat(text).containsOnlyOnce("ImagePullBackOff").contains("12 places:", "and 2 more");
  }

  @Test
  void aRefusedCommitIsNamedWithItsLineAndWhatToDo() {
    Problem problem =
        Problem.at(
            ProblemCode.SYNTAX,
            new Source("production/outsrc.yml", 71),
            "replica: no such field",
            "did you mean replicas?");

    String html = page(synced("production").in(State.REFUSED).troubled(problem).status());
    assertThat(text(html))
        .containsSubsequence(
            "What stands in the way",
            problem.code().id(),
            "replica: no such field",
            "production/outsrc.yml:71",
            "did you mean replicas?");
    assertThat(html)
        .contains("/files?revision=" + Samples.NEW + "&amp;path=production%2Foutsrc.yml");
  }

  @Test
  void drawsWhatHappenedAndEachPointIsALinkWithWords() {
    String html = page(synced("production").after(Samples.eventful()).status());

    assertThat(html)
        .contains(
            "href=\"#mark-deploy\"",
            "href=\"#mark-rollback\"",
            "href=\"#mark-roll-forward\"",
            "href=\"#mark-drift\"",
            "href=\"#mark-refused\"")
        .contains("<a href=\"/environments/production/syncs/4\" class=\"synced\"")
        .contains("aria-label=\"#4 rollback to 3f2a1c9: 9ab3f10 frontend 1.4, synced, 2026-05-04");
  }

  @Test
  void tellsWhoChangedWhatOutsideOfGit() {
    Drift drift =
        new Drift(
            "deployment.apps/web",
            "outsrc-production",
            "changed",
            List.of(".spec.replicas"),
            "kubectl-scale",
            NOW.minusSeconds(60),
            true);

    assertThat(text(page(synced("production").drifted(drift).status())))
        .contains("deployment.apps/web changed: .spec.replicas kubectl-scale 60s ago taken back");
  }

  @Test
  void nothingThatOthersWroteBecomesMarkup() {
    String name = "x";
    Problem problem =
        Problem.of(
            ProblemCode.UNHEALTHY,
            new ObjectKey("g" + HOSTILE, "Kind", HOSTILE, HOSTILE),
            HOSTILE,
            HOSTILE);
    EnvironmentStatus status =
        synced(name)
            .running(HOSTILE, HOSTILE)
            .with(List.of(Samples.object("Kind" + HOSTILE, HOSTILE, HOSTILE, Health.healthy())))
            .troubled(problem.withFix(HOSTILE))
            .after(List.of(Samples.entry(1, Change.Kind.DEPLOY, "refused", HOSTILE, HOSTILE)))
            .drifted(new Drift(HOSTILE, HOSTILE, "changed", List.of(HOSTILE), HOSTILE, NOW, false))
            .lagging(
                new Lag(
                    HOSTILE,
                    1,
                    Optional.of(NOW),
                    List.of(new Lag.Image(new Place(HOSTILE, HOSTILE), HOSTILE, HOSTILE))))
            .suspended(
                new Suspended(new Suspension(HOSTILE, HOSTILE, NOW, Optional.empty()), Counts.NONE))
            .status();

    assertThat(Stream.of(overview(status), page(status)))
        .allSatisfy(html -> assertThat(html).doesNotContain("<script").contains("&lt;script&gt;"));
  }

  @Test
  void ofAThousandObjectsOnlySomeAreDrawnAndTheRestIsCounted() {
    List<ObjectStatus> objects =
        IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    Samples.object(
                        "ConfigMap",
                        "",
                        "cm-" + i,
                        i == 900 ? new Health.Failed("broken") : Health.healthy()))
            .toList();

    String html = page(synced("production").with(objects).after(Samples.eventful()).status());
    assertThat(text(html))
        .contains("1 of 1000 not healthy", "✕ failed cm-900 broken", "… and 975 more, all healthy");
    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(60_000);
  }

  @Test
  void ofManyEnvironmentsThoseThatAreNotSyncedAreCardsAndTheRestIsAList() {
    EnvironmentStatus[] many =
        IntStream.range(0, 200)
            .mapToObj(i -> synced("e" + i).in(i == 150 ? State.FAILED : State.SYNCED).status())
            .toArray(EnvironmentStatus[]::new);

    String html = overview(many);
    assertThat(text(html))
        .containsSubsequence("200 environments: 1 failed", "e150", "✕ failed", "e0");
    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(80_000);
    assertThat(html.split("<article", -1)).hasSize(25);
  }
}
