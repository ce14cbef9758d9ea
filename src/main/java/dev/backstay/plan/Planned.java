package dev.backstay.plan;

import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.util.List;

/** How planning ends: with a plan, or with every reason why there is none. */
public sealed interface Planned permits Plan, Planned.Refused {

  /**
   * The revision cannot be carried out.
   *
   * @param problems all of them, never empty
   */
  record Refused(List<Problem> problems) implements Planned {
    public Refused {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("a refusal needs a reason");
      }
    }

    /** Whether the cluster, and not only the commit, can make it pass. */
    public boolean maySolveItself() {
      return problems.stream().anyMatch(p -> p.code() == ProblemCode.KIND_NOT_SERVED);
    }
  }
}
