package dev.backstay.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.browser.Chromium;
import dev.backstay.testing.browser.Reader;
import dev.backstay.testing.browser.Reader.Screen;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One story on the page, in a real browser. The order counts: each test goes on from the last. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PageIT {
  private static final long FIRST_PAINT = 100 * 1024;

  private final Chromium chromium;
  private final Shop shop;

  PageIT(TestCluster cluster, @TempDir Path folder) {
    chromium = Chromium.open();
    shop = Shop.open(cluster, folder);
  }

  @BeforeAll
  void whatFollowsNeedsThem() {
    org.assertj.core.api.Assertions.assertThat(shop.agent().get("/").statusCode()).isEqualTo(200);
  }

  @AfterAll
  void close() {
    shop.close();
    chromium.close();
  }

  private static Locator card(Page page, String environment) {
    return page.locator(
        "article", new Page.LocatorOptions().setHas(page.locator("#env-" + environment)));
  }

  @Test
  @Order(1)
  void aDeployAndItsRollbackAreFollowedWithoutLoadingThePageAgain() {
    try (Reader overview = chromium.reader(Screen.LIGHT);
        Reader production = chromium.reader(Screen.LIGHT)) {
      shop.open(overview.page(), "/");
      shop.open(production.page(), "/environments/production");
      assertThat(overview.page().locator("#live-state")).hasText("● live");
      assertThat(production.page().locator("#live-state")).hasText("● live");
      overview.page().evaluate("window.loadedOnce = true");
      production.page().evaluate("window.loadedOnce = true");
      assertThat(overview.page().locator(".bar")).containsText("3 environments, all synced");

      String bad = shop.release("production", "1.1.0");
      assertThat(card(overview.page(), "production")).containsText("frontend 1.1.0");
      assertThat(card(overview.page(), "production").locator(".state")).containsText("synced");
      assertThat(production.page().locator(".timeline a")).hasCount(2);

      shop.revert(bad);
      assertThat(card(overview.page(), "production")).containsText("Revert \"frontend 1.1.0\"");
      Locator points = production.page().locator(".timeline a");
      assertThat(points).hasCount(3);
      assertThat(points.last().locator("use")).hasAttribute("href", "#mark-rollback");
      assertThat(production.page().locator(".history tbody")).containsText("rollback to");

      assertThat(overview.page().evaluate("window.loadedOnce")).isEqualTo(true);
      assertThat(production.page().evaluate("window.loadedOnce")).isEqualTo(true);
      overview.assertContent();
      production.assertContent();
    }
  }

  @Test
  @Order(2)
  void whatLagsAndWhatIsRefusedIsSeenAtOneLook() {
    shop.release("staging", "1.2.0");
    String refused =
        shop.change("master/bad.yml", "kind: ConfigMap\nmetadata: { name: x }\n", "no version");
    shop.agent().awaitState("master", refused, "refused");
    try (Reader light = chromium.reader(Screen.LIGHT);
        Reader dark = chromium.reader(Screen.DARK)) {
      for (Reader reader : List.of(light, dark)) {
        shop.open(reader.page(), "/");
        assertThat(card(reader.page(), "production")).containsText("lacks 1 commit of staging");
        assertThat(card(reader.page(), "master").locator(".state")).containsText("refused");
        assertThat(card(reader.page(), "master")).containsText("master/bad.yml:1");
        reader.assertAccessible();
      }
      light.picture("overview-light");
      dark.picture("overview-dark");
      light.assertContent();
    }
    shop.revert(refused);
  }

  @Test
  @Order(3)
  void whoChangedWhatByHandIsNamed() {
    shop.cluster().kubectl("-n", shop.namespace(), "scale", "deployment/backend", "--replicas=5");
    try (Reader reader = chromium.reader(Screen.LIGHT)) {
      shop.open(reader.page(), "/environments/production");
      Locator drift =
          reader
              .page()
              .locator(
                  "section", new Page.LocatorOptions().setHas(reader.page().locator("#drift")));
      assertThat(drift).containsText("deployment.apps/backend");
      assertThat(drift).containsText("kubectl");
      assertThat(drift).containsText("taken back");
      reader.picture("environment-light");
    }
  }

  @Test
  @Order(4)
  void itIsReadWithoutScripts() {
    try (Reader reader = chromium.reader(Screen.WITHOUT_SCRIPTS)) {
      shop.open(reader.page(), "/");
      card(reader.page(), "production").getByRole(AriaRole.LINK).first().click();
      assertThat(reader.page().locator("h1").first()).containsText("production");
      assertThat(reader.page().locator(".timeline a").first()).isVisible();
      reader.page().locator(".history tbody a").first().click();
      assertThat(reader.page().locator("h1")).containsText("drift correction");
      assertThat(reader.page().locator("main")).containsText("deployment.apps/backend");
    }
  }

  @Test
  @Order(5)
  void suspendingAndResumingTakesNothingButKeys() {
    try (Reader reader = chromium.reader(Screen.LIGHT)) {
      Page page = reader.page();
      shop.open(page, "/environments/production");
      assertThat(page.locator("#actions + p")).containsText("Sign in with a token");
      shop.signIn(page);
      shop.open(page, "/environments/production");

      tabTo(page, "input[name=reason]");
      page.keyboard().type("new disk");
      tabTo(page, "button:text-is('suspend')");
      page.keyboard().press("Enter");
      assertThat(page.locator("#environment .head")).containsText("by tests: new disk");

      tabTo(page, "button:text-is('resume')");
      page.keyboard().press("Enter");
      assertThat(page.locator("button:text-is('suspend')")).isVisible();
      assertThat(page.locator("#environment .head")).not().containsText("new disk");
      reader.assertContent();
    }
  }

  /** Presses Tab until it has the focus, which must be seen. */
  private static void tabTo(Page page, String selector) {
    Locator wanted = page.locator(selector);
    for (int presses = 0; presses < 80; presses++) {
      page.keyboard().press("Tab");
      if ((Boolean) wanted.evaluate("e => e === document.activeElement")) {
        assertThat(wanted.evaluate("e => getComputedStyle(e).outlineStyle")).isEqualTo("solid");
        return;
      }
    }
    throw new AssertionError("Tab never gets to " + selector);
  }

  @Test
  @Order(6)
  void aRollbackByAButtonIsACommitOfWhoPressedIt() {
    String bad = shop.release("production", "1.3.0");
    shop.agent().awaitSynced("production", bad);
    try (Reader reader = chromium.reader(Screen.LIGHT)) {
      Page page = reader.page();
      shop.signIn(page);
      shop.open(page, "/environments/production");
      page.getByText("roll back…").click();
      assertThat(page.locator("main")).containsText("Takes back 1 commit");
      assertThat(page.locator(".diff .del")).containsText("1.3.0");
      reader.assertAccessible();
      page.getByText("write this commit").click();
      page.waitForURL(shop.agent().uri("/environments/production").toString());
      assertThat(page.locator(".history tbody tr").first()).containsText("rollback to");
      reader.assertContent();
    }
    shop.repository().git("pull", "--quiet", "--rebase", "origin", "main");
    assertThat(shop.repository().git("log", "-1", "--format=%an <%ae>").strip())
        .isEqualTo("tests <tests@backstay.invalid>");
    shop.agent().awaitSynced("production", shop.repository().head());
  }

  @Test
  @Order(7)
  void allPagesAreOpenToEverybodyOnEveryScreen() {
    for (Screen screen : List.of(Screen.LIGHT, Screen.DARK, Screen.SMALL)) {
      try (Reader reader = chromium.reader(screen)) {
        shop.signIn(reader.page());
        for (String path :
            List.of(
                "/",
                "/environments/production",
                "/environments/production/syncs/1",
                "/environments/production/kinds/Deployment.apps",
                "/environments/production/diff?against=staging",
                "/environments/production/rollback?to="
                    + shop.repository().git("rev-list", "--max-parents=0", "HEAD").strip(),
                "/environments/nowhere",
                "/sign-in")) {
          shop.open(reader.page(), path);
          reader.assertAccessible();
          assertThat(
                  (Integer) reader.page().evaluate("document.documentElement.scrollWidth")
                      - (Integer) reader.page().evaluate("window.innerWidth"))
              .as("wider than the %s screen at %s", screen, path)
              .isLessThanOrEqualTo(0);
        }
        if (screen == Screen.SMALL) {
          shop.open(reader.page(), "/");
          reader.picture("overview-small");
        }
      }
    }
  }

  @Test
  @Order(8)
  void theFirstPaintIsSmall() {
    try (Reader reader = chromium.reader(Screen.LIGHT)) {
      shop.open(reader.page(), "/environments/production");
      Number bytes =
          (Number)
              reader
                  .page()
                  .evaluate(
                      "[...performance.getEntriesByType('navigation'),"
                          + " ...performance.getEntriesByType('resource')]"
                          + ".filter(e => !e.name.endsWith('/live'))"
                          + ".reduce((sum, e) => sum + e.decodedBodySize, 0)");
      assertThat(bytes.longValue()).isBetween(10_000L, FIRST_PAINT);
    }
  }
}
