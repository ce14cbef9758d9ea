package dev.backstay.http;

import dev.backstay.sync.Agent;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;

/** The page at {@code /}, rendered on the server, and what it looks like. */
public final class Page implements Routes {
  static final String STYLE = "/page.css";
  private static final String STYLE_AGE = "public, max-age=300";

  private final Agent agent;
  private final Access access;
  private final Clock clock;
  private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
  private final byte[] style;

  public Page(Agent agent, Access access, Clock clock) {
    this.agent = agent;
    this.access = access;
    this.clock = clock;
    try (InputStream in = Page.class.getResourceAsStream("page.css")) {
      style = Objects.requireNonNull(in, "the page's style is not in the jar").readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/", this::show);
    routes.get(
        STYLE,
        context ->
            context.header("Cache-Control", STYLE_AGE).contentType("text/css").result(style));
  }

  private void show(Context context) {
    PageModel model =
        new PageModel(
            agent.repository(),
            agent.statuses(),
            clock.instant(),
            Access.visitor(context),
            access.sessions().isPresent());
    String word = Access.visitor(context).map(access::word).orElse("");
    StringOutput html = new StringOutput();
    templates.render("page.jte", Map.of("model", model, "word", word), html);
    context.html(html.toString());
  }
}
