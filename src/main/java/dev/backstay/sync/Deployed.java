package dev.backstay.sync;

import java.time.Instant;
import java.util.Optional;

/**
 * What was last carried out.
 *
 * @param revision the newest commit that changed the folder
 * @param head the head of the branch it was seen at
 * @param tree git's id of the folder: equal ids, equal desired state
 * @param inputId everything the sync depended on, see {@link InputId}
 * @param at when its apply was done
 * @param settled the newest head at which nothing that left the folder waited for its turn; empty
 *     if that is not known
 */
public record Deployed(
    String revision,
    String head,
    String tree,
    String inputId,
    String subject,
    String author,
    Instant committed,
    Instant at,
    Optional<String> settled) {

  /** Commits after this one may still have a say in what is deleted. */
  String settledHead() {
    return settled.orElse(head);
  }

  /** Nothing that left the folder waits for its turn. */
  boolean isSettled() {
    return settled.equals(Optional.of(head));
  }
}
