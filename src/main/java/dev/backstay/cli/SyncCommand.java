package dev.backstay.cli;

import dev.backstay.cli.show.Env;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "sync",
    description = {
      "Poll the config repo at once, and end the waits of an environment.",
      "Only a running agent can do that: it needs the agent's address, and a token."
    },
    exitCodeList = {
      "0:the agent was asked; with --wait: the environment is synced",
      "1:nobody answers, there is no such environment, or with --wait: it is not synced",
      "2:wrong use, also if no agent's address is given"
    },
    footer = {
      "  backstay sync production --token-file ./token",
      "  git push && backstay sync production --token-file ./token --wait --timeout 5m"
    },
    mixinStandardHelpOptions = true)
final class SyncCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private FollowOptions following = new FollowOptions();

  @Parameters(index = "0", paramLabel = "ENV", description = "The environment.")
  private String environment = "";

  @Option(
      names = "--accept-rewrite",
      paramLabel = "COMMIT",
      description = "Follow the rewritten branch to this head.",
      defaultValue = "")
  private String acceptRewrite = "";

  @Option(
      names = "--wait",
      description = "Follow until what the branch's head says is live, or is known not to be.")
  private boolean wait;

  @Override
  public Integer call() throws IOException, InterruptedException {
    String query =
        acceptRewrite.isEmpty()
            ? ""
            : "?accept-rewrite=" + URLEncoder.encode(acceptRewrite, StandardCharsets.UTF_8);
    PrintWriter out = spec.commandLine().getOut();
    try (StatusSource source = new AgentSource(server.client())) {
      JsonNode answer =
          server.client().post(AgentClient.environment(environment) + "/sync" + query);
      out.println("environment/" + environment + " sync requested");
      out.flush();
      return wait ? follow(source, answer.path("number").asLong(0)) : Backstay.FINE;
    }
  }

  private int follow(StatusSource source, long number) throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    FollowView lines = FollowView.lines(out, err, InstantSource.system());
    Follow follow = new Follow(source, Optional.of(environment), lines, following.timeout());
    Predicate<List<Env>> isOver =
        all -> all.stream().allMatch(env -> env.hasAnswered(number) && !env.isBusy());
    return following.follow(follow, isOver, err);
  }
}
