package dev.backstay.http.action;

import dev.backstay.git.ConfigRepository;
import dev.backstay.git.GitException;
import dev.backstay.git.Revision;
import dev.backstay.http.Access;
import dev.backstay.http.Html;
import dev.backstay.http.Json;
import dev.backstay.http.Refusal;
import dev.backstay.http.Requested;
import dev.backstay.http.Routes;
import dev.backstay.http.page.DiffLine;
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
 * The difference between two revisions of an environment's folder, or between the folders of two
 * environments; for those who proved who they are.
 */
public final class DiffPage implements Routes {
  private final Agent agent;
  private final ConfigRepository repository;
  private final Frames frames;

  public DiffPage(Agent agent, ConfigRepository repository, Frames frames) {
    this.agent = agent;
    this.repository = repository;
    this.frames = frames;
  }

  /**
   * What was compared.
   *
   * @param from the older or the other side, in words
   */
  private record Compared(String from, String to, List<String> lines) {}

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/environments/{name}/diff", this::show);
    routes.get("/api/v1/environments/{name}/diff", this::answer);
  }

  private void show(Context context) {
    EnvironmentStatus environment = Requested.environment(agent.statuses(), context);
    Frame frame = frames.of(context, environment.name() + ": difference");
    Compared compared = compare(context, environment);
    Html.answer(
        context,
        "diff.jte",
        Map.of(
            "frame",
            frame,
            "environment",
            environment.name(),
            "href",
            Links.environment(environment.name()),
            "from",
            compared.from(),
            "to",
            compared.to(),
            "lines",
            DiffLine.of(compared.lines())));
  }

  private void answer(Context context) {
    Compared compared = compare(context, Requested.environment(agent.statuses(), context));
    Json.answer(
        context, Map.of("from", compared.from(), "to", compared.to(), "lines", compared.lines()));
  }

  private Compared compare(Context context, EnvironmentStatus environment) {
    if (Access.visitor(context).isEmpty()) {
      throw new Refusal(
          403, "Differences are shown to who is signed in", "sign in, or send a token");
    }
    Optional<String> against = Optional.ofNullable(context.queryParam("against"));
    try {
      return against.isPresent()
          ? compare(environment, other(against.get()))
          : compare(
              environment,
              revision(context, environment, "from"),
              revision(context, environment, "to"));
    } catch (GitException e) {
      throw new Refusal(404, "The difference cannot be told", String.valueOf(e.getMessage()));
    }
  }

  private Compared compare(EnvironmentStatus environment, Revision from, Revision to)
      throws GitException {
    return new Compared(
        from.shortId(),
        to.shortId(),
        repository.diff(from, environment.path(), to, environment.path()));
  }

  /** From what the other one has to what this one has. */
  private Compared compare(EnvironmentStatus environment, EnvironmentStatus other)
      throws GitException {
    return new Compared(
        other.name(),
        environment.name(),
        repository.diff(deployed(other), other.path(), deployed(environment), environment.path()));
  }

  private EnvironmentStatus other(String name) {
    return agent
        .status(name)
        .orElseThrow(() -> new Refusal(404, "There is no environment to compare with", name));
  }

  private static Revision deployed(EnvironmentStatus environment) {
    return environment
        .deployed()
        .map(Deployed::head)
        .map(Revision::new)
        .orElseThrow(() -> new Refusal(404, "Nothing is deployed yet", "in " + environment.name()));
  }

  /** Only what the branch has, or what was deployed once. */
  private Revision revision(Context context, EnvironmentStatus environment, String parameter)
      throws GitException {
    String id = Optional.ofNullable(context.queryParam(parameter)).orElse("");
    Optional<Revision> found = id.isEmpty() ? Optional.empty() : repository.find(id);
    Optional<Revision> head = repository.head();
    return found
        .filter(
            revision ->
                environment.history().entries().stream()
                        .anyMatch(entry -> entry.revision().equals(revision.id()))
                    || (head.isPresent() && isOfBranch(head.get(), revision)))
        .orElseThrow(
            () ->
                new Refusal(
                    404,
                    "The difference cannot be told",
                    parameter + " must be a commit of the branch"));
  }

  private boolean isOfBranch(Revision head, Revision revision) {
    try {
      return repository.descends(head, revision);
    } catch (GitException _) {
      return false;
    }
  }
}
