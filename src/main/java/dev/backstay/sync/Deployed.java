package dev.backstay.sync;

import java.time.Instant;

/**
 * What was last carried out.
 *
 * @param revision the newest commit that changed the folder
 * @param head the head of the branch it was seen at
 * @param tree git's id of the folder: equal ids, equal desired state
 * @param inputId everything the sync depended on, see {@link InputId}
 * @param at when its apply was done
 */
public record Deployed(
    String revision,
    String head,
    String tree,
    String inputId,
    String subject,
    String author,
    Instant committed,
    Instant at) {}
