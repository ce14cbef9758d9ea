package dev.backstay.testing.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody at a browser. What the browser complains of is gathered, and asked for at the end. */
public final class Reader implements AutoCloseable {
  private static final Path PICTURES = Path.of("target/pictures");
  private static final Set<String> SERIOUS = Set.of("serious", "critical");

  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /** How somebody looks. */
  public enum Screen {
    LIGHT,
    DARK,
    /** A telephone. */
    SMALL,
    /** A browser that runs no scripts. */
    WITHOUT_SCRIPTS
  }

  private Reader(BrowserContext context) {
    this.context = context;
    this.page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
  }

  static Reader of(Browser browser, Screen screen) {
    Browser.NewContextOptions options =
        new Browser.NewContextOptions()
            .setColorScheme(screen == Screen.DARK ? ColorScheme.DARK : ColorScheme.LIGHT)
            .setJavaScriptEnabled(screen != Screen.WITHOUT_SCRIPTS);
    if (screen == Screen.SMALL) {
      options.setViewportSize(390, 800);
    } else {
      options.setViewportSize(1200, 760);
    }
    return new Reader(browser.newContext(options));
  }

  public Page page() {
    return page;
  }

  /** Keeps what is seen as {@code target/pictures/<name>.png}. */
  public Reader picture(String name) {
    int bottom = (Integer) page.evaluate("Math.ceil(document.body.getBoundingClientRect().bottom)");
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(PICTURES.resolve(name + ".png"))
            .setClip(
                0, 0, page.viewportSize().width, Math.min(bottom, page.viewportSize().height)));
    return this;
  }

  /** Looks for what keeps people out who see or move differently. */
  public void assertAccessible() {
    List<Rule> violations = new AxeBuilder(page).analyze().getViolations();
    assertThat(violations.stream().filter(rule -> SERIOUS.contains(rule.getImpact())))
        .as("axe on %s", page.url())
        .extracting(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes())
        .isEmpty();
  }

  /** Nothing was refused by the browser, and no script went wrong. */
  public void assertContent() {
    assertThat(complaints).as("what the browser complained of").isEmpty();
  }

  @Override
  public void close() {
    context.close();
  }
}
