package dev.backstay.sync;

/**
 * What the status tells of an environment that is suspended.
 *
 * @param waiting what the newest commit would do to its objects, as far as that is known without
 *     asking
 */
public record Suspended(Suspension suspension, Counts waiting) {}
