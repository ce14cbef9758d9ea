package dev.backstay.git;

import java.time.Instant;

/**
 * A poll that failed.
 *
 * @param message what was tried and why it failed, for a person
 * @param inRow how many polls have failed one after the other, with this one
 */
public record GitFailure(GitException.Kind kind, String message, int inRow, Instant at) {}
