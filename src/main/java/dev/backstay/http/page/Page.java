package dev.backstay.http.page;

import dev.backstay.http.Html;
import dev.backstay.http.Routes;
import dev.backstay.sync.Agent;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/** The page at {@code /}: all environments at one look. */
public final class Page implements Routes {
  private final Agent agent;
  private final Frames frames;

  public Page(Agent agent, Frames frames) {
    this.agent = agent;
    this.frames = frames;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/", this::show);
  }

  private void show(Context context) {
    PageModel model = new PageModel(agent.statuses(), frames.of(context, "environments"));
    Html.answer(context, "page.jte", Map.of("model", model));
  }
}
