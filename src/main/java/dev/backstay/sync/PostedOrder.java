package dev.backstay.sync;

import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.util.concurrent.CompletableFuture;

/**
 * An order on its way to the environment's own thread, and to its answer.
 *
 * @param isRetry whether the first try found that what was known of the parent was out of date
 */
record PostedOrder(
    SuspensionOrder order, CompletableFuture<SuspensionAnswer> answer, boolean isRetry) {
  static PostedOrder of(SuspensionOrder order) {
    return new PostedOrder(order, new CompletableFuture<>(), false);
  }

  PostedOrder again() {
    return new PostedOrder(order, answer, true);
  }

  /** Whether what is under way makes way for it. */
  boolean stops() {
    return order instanceof SuspensionOrder.Suspend;
  }

  void failsBy(Problem why) {
    answer.complete(new SuspensionAnswer.NotRecorded(why));
  }

  void endsWithItsLoop() {
    failsBy(
        Problem.general(
            ProblemCode.CLUSTER_FAILED,
            "the agent is stopping, or takes up a changed configuration",
            "try again"));
  }
}
