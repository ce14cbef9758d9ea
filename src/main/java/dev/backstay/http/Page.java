package dev.backstay.http;

import dev.backstay.sync.Agent;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;

/** The page at {@code /}, rendered on the server. */
public final class Page implements Routes {
  /** Nothing from elsewhere, no script. */
  private static final String CONTENT_POLICY =
      "default-src 'none'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

  private final Agent agent;
  private final Clock clock;
  private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);

  public Page(Agent agent, Clock clock) {
    this.agent = agent;
    this.clock = clock;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/", this::show);
  }

  private void show(Context context) {
    PageModel model = new PageModel(agent.repository(), agent.statuses(), clock.instant());
    StringOutput html = new StringOutput();
    templates.render("page.jte", model, html);
    context
        .header("Content-Security-Policy", CONTENT_POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .html(html.toString());
  }
}
