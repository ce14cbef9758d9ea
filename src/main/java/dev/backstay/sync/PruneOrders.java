package dev.backstay.sync;

import dev.backstay.config.PruneConfig;
import dev.backstay.git.Commit;
import dev.backstay.git.Trailers;
import dev.backstay.plan.PruneGuard;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What commits say about deletes, in trailers that were reviewed with them.
 *
 * @param allowed how many deletes are meant: the largest number that one commit names
 * @param first deletes go before the apply
 */
record PruneOrders(int allowed, boolean first) {
  /** The guard of an environment, which lets through what the commits mean. */
  PruneGuard guard(PruneConfig config) {
    return new PruneGuard(config.enabled(), config.maxSharePercent() / 100.0, allowed);
  }

  static final PruneOrders NONE = new PruneOrders(0, false);

  private static final String ALLOW = "Backstay-Allow-Prune";
  private static final String PRUNE = "Backstay-Prune";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
  private static final int MOST = 100_000;

  /** What cannot be understood is told, and counts for nothing. */
  static PruneOrders of(List<Commit> commits, RunLog log) {
    PruneOrders all = NONE;
    for (Commit commit : commits) {
      for (String value : Trailers.of(commit, ALLOW)) {
        boolean isNumber = NUMBER.matcher(value).matches() && Integer.parseInt(value) <= MOST;
        if (isNumber) {
          all = new PruneOrders(Math.max(all.allowed, Integer.parseInt(value)), all.first);
        } else {
          ignored(commit, ALLOW, "a number from 0 to " + MOST, log);
        }
      }
      for (String value : Trailers.of(commit, PRUNE)) {
        if (value.equals("first")) {
          all = new PruneOrders(all.allowed, true);
        } else {
          ignored(commit, PRUNE, "first", log);
        }
      }
    }
    return all;
  }

  private static void ignored(Commit commit, String trailer, String expected, RunLog log) {
    log.warn(
        "the trailer {} of {} is ignored: its value must be {}",
        trailer,
        commit.revision().shortId(),
        expected);
  }
}
