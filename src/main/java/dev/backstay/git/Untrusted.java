package dev.backstay.git;

/**
 * A commit that no allowed signer stands behind.
 *
 * @param commit what it says of itself, which may not be true
 * @param why in words
 * @param fingerprint of the key that it was signed with; empty if that is not known
 */
public record Untrusted(Commit commit, String why, String fingerprint) {}
