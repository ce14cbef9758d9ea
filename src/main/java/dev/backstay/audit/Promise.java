package dev.backstay.audit;

import java.util.List;

/** One promise, as far as what was written down can tell whether it was kept. */
@FunctionalInterface
interface Promise {
  List<Violation> judge(Evidence evidence);
}
