package dev.backstay.git;

import java.time.Instant;

/**
 * What a commit says of itself. All text was written by others: it is bounded, and holds no control
 * characters apart from the line breaks and tabs of the message.
 *
 * @param author a name, or the address where there is no name
 * @param committed the committer's clock, which may be wrong
 * @param message the whole message, with its trailers
 */
public record Commit(
    Revision revision, String subject, String author, Instant committed, String message) {}
