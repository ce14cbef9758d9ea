package dev.backstay.testing.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import dev.backstay.testing.Needed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The machine's own chromium, without a window. */
public final class Chromium implements AutoCloseable {
  /** It asks nobody outside of this machine for anything. */
  private static final List<String> QUIET =
      List.of(
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it; where there is none, the test is skipped. */
  public static Chromium open() {
    String program =
        Needed.program(
            "browser",
            "BACKSTAY_CHROMIUM",
            List.of("chromium", "chromium-browser", "google-chrome"));
    List<String> arguments = new ArrayList<>(QUIET);
    if ("root".equals(System.getProperty("user.name"))) {
      arguments.add("--no-sandbox");
    }
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(java.nio.file.Path.of(program))
                    .setArgs(arguments));
    return new Chromium(playwright, browser);
  }

  /** A reader with a screen, and nothing remembered. */
  public Reader reader(Reader.Screen screen) {
    return Reader.of(browser, screen);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
