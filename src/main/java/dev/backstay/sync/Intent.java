package dev.backstay.sync;

import java.time.Instant;

/**
 * Written before the first write of a sync and cleared by its outcome. One that is found open means
 * that a sync died half-way: nothing is known of what it reached.
 */
public record Intent(String revision, String inputId, Instant at) {}
