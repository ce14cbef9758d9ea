package dev.backstay.cli.show;

import dev.backstay.sync.Ages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One line for each environment: which commit runs there, and how well. */
public final class StatusTable {
  private static final List<String> HEADER =
      List.of("ENVIRONMENT", "STATE", "REVISION", "SUBJECT", "AGE", "HEALTH", "DRIFT", "BEHIND");
  private static final List<String> MORE =
      List.of("NAMESPACE", "CLUSTER", "HEAD", "AUTHOR", "CHANGE");

  private static final int LONGEST_SUBJECT = 40;
  private static final int LONGEST_WIDE_SUBJECT = 72;

  private StatusTable() {}

  public static Table of(List<Env> environments, Instant now, boolean wide) {
    List<String> header = new ArrayList<>(HEADER);
    if (wide) {
      header.addAll(MORE);
    }
    Table table = new Table(header).styled("STATE", Style::of).flexible("SUBJECT");
    environments.forEach(environment -> table.row(cells(environment, now, wide)));
    return table;
  }

  private static List<String> cells(Env env, Instant now, boolean wide) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                env.name(),
                env.stateWords(),
                Text.orDash(env.revision()),
                Text.orDash(Text.cut(env.subject(), wide ? LONGEST_WIDE_SUBJECT : LONGEST_SUBJECT)),
                env.deployedAt().map(at -> Ages.between(at, now)).orElse("-"),
                env.health(),
                env.drift(now),
                env.behind(now)));
    if (wide) {
      cells.add(Text.orDash(env.text("namespace")));
      cells.add(Text.orDash(env.text("cluster")));
      cells.add(Text.orDash(env.head()));
      cells.add(Text.orDash(env.deployed().path("author").asString("")));
      cells.add(Text.orDash(env.change()));
    }
    return cells;
  }

  /** Below the table: what is not healthy, and what stands in the way of synced. */
  public static List<String> reasons(List<Env> environments) {
    List<String> lines = new ArrayList<>();
    for (Env env : environments) {
      if (env.isBusy()) {
        env.unhealthy()
            .forEach((object, why) -> lines.add(env.name() + "  " + RolloutWords.of(object, why)));
      }
      env.errors().forEach(error -> lines.add(env.name() + "  " + Text.error(error)));
    }
    return lines;
  }
}
