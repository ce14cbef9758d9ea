package dev.backstay.http.why;

import dev.backstay.http.Html;
import dev.backstay.http.Refusal;
import dev.backstay.http.Requested;
import dev.backstay.http.Routes;
import dev.backstay.http.page.Frame;
import dev.backstay.http.page.Frames;
import dev.backstay.http.page.Links;
import dev.backstay.sync.Agent;
import dev.backstay.sync.Deployed;
import dev.backstay.sync.EnvironmentStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lines around a place in an environment's folder, as the commit has them that is spoken of.
 */
public final class FilePage implements Routes {
  private final Agent agent;
  private final Frames frames;
  private final Excerpts excerpts;

  public FilePage(Agent agent, Frames frames, Excerpts excerpts) {
    this.agent = agent;
    this.frames = frames;
    this.excerpts = excerpts;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/environments/{name}/files", this::show);
  }

  private void show(Context context) {
    EnvironmentStatus environment = Requested.environment(agent.statuses(), context);
    String path = parameter(context, "path");
    String revision = parameter(context, "revision");
    int line = line(parameter(context, "line"));
    if (!isOfFolder(environment, path) || !isKnown(environment, revision)) {
      throw new Refusal(
          404, "There is no such place", "only files of the environment's folder are shown");
    }
    Frame frame = frames.of(context, path + ":" + line);
    List<Excerpts.Line> lines =
        frame.maySeeContent() ? excerpts.around(revision, path, line) : List.of();
    Html.answer(
        context,
        "file.jte",
        Map.of(
            "frame",
            frame,
            "environment",
            environment.name(),
            "href",
            Links.environment(environment.name()),
            "place",
            path + ":" + line,
            "lines",
            lines));
  }

  private static boolean isOfFolder(EnvironmentStatus environment, String path) {
    String folder = environment.path().replaceAll("^\\./|/$", "");
    boolean isRoot = folder.isEmpty() || folder.equals(".");
    return !path.contains("..") && (isRoot || path.startsWith(folder + "/"));
  }

  /** What is deployed, what was seen, or what the history speaks of. */
  private static boolean isKnown(EnvironmentStatus environment, String revision) {
    return environment.seen().equals(Optional.of(revision))
        || environment.deployed().map(Deployed::head).equals(Optional.of(revision))
        || environment.history().entries().stream().anyMatch(e -> e.revision().equals(revision));
  }

  private static String parameter(Context context, String name) {
    return Optional.ofNullable(context.queryParam(name)).orElse("");
  }

  private static int line(String text) {
    try {
      return Math.max(1, Integer.parseInt(text));
    } catch (NumberFormatException _) {
      throw new Refusal(400, "The place is not understood", "line must be a number");
    }
  }
}
