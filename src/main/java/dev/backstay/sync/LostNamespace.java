package dev.backstay.sync;

import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.Namespaces;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that an environment's namespace was deleted with everything in it, and makes it again
 * with our own records, as far as they are remembered. The objects are made by who corrects drift.
 */
final class LostNamespace {
  private static final Logger LOG = LoggerFactory.getLogger(LostNamespace.class);

  private final EnvironmentParts parts;

  LostNamespace(EnvironmentParts parts) {
    this.parts = parts;
  }

  /** Asks nobody: whether the watches see nothing any more of what was in the namespace. */
  boolean mayBe(Ledger ledger) {
    OwnershipBoard board = parts.watches().ownership();
    return ledger.parent().exists()
        && ledger.inventory().members().stream()
            .filter(key -> key.namespace().equals(parts.config().namespace()))
            .noneMatch(key -> board.seen(key).filter(OwnershipBoard.Seen::exists).isPresent());
  }

  /**
   * Makes it again, if it is gone. The parent is made with it, so that this is done once.
   *
   * @return what has to be waited for first; empty if there is nothing (more) to be done
   */
  Optional<Problem> restore(Ledger ledger) throws ClusterException {
    if (parts.cluster().parents().read().exists()) {
      return Optional.empty();
    }
    String namespace = parts.config().namespace();
    Namespaces namespaces = parts.cluster().namespaces();
    switch (namespaces.look(namespace)) {
      case TERMINATING -> {
        return Optional.of(terminating(namespace));
      }
      case MISSING -> namespaces.create(namespace);
      case ACTIVE -> {}
    }
    ledger.restore();
    LOG.warn(
        "{}: namespace/{} or all that was in it was deleted; it is made again from {}",
        parts.config().name(),
        namespace,
        ledger.deployed().map(Deployed::revision).map(Commits::shortId).orElse("nothing"));
    return Optional.empty();
  }

  private static Problem terminating(String namespace) {
    return Problem.of(
        ProblemCode.TERMINATING,
        new ObjectKey("", "Namespace", "", namespace),
        "the namespace is being deleted",
        "it is made again when it is gone");
  }
}
