package dev.backstay.change;

import dev.backstay.git.Commit;
import dev.backstay.git.Revision;
import dev.backstay.git.TakenBack;
import java.util.List;

/** What a rollback would do. */
public sealed interface RollbackPlan {

  /**
   * A commit is to be written.
   *
   * @param head what it would be on top of
   * @param target whose folder comes back
   * @param diff of the folder, unified, without the values of Secrets
   * @param message of the commit
   */
  record Change(
      Revision head, Commit target, TakenBack takenBack, List<String> diff, String message)
      implements RollbackPlan {
    public Change {
      diff = List.copyOf(diff);
    }
  }

  /** The folder is already as it was then. */
  record Nothing(Revision head, Commit target) implements RollbackPlan {}

  /**
   * It cannot be done.
   *
   * @param why in a sentence, for a person
   */
  record Impossible(String why) implements RollbackPlan {}
}
