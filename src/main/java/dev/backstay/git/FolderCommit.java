package dev.backstay.git;

/**
 * A commit that changed a folder.
 *
 * @param onlyThere it changed nothing else, so that who puts the folder back takes all of it back
 */
public record FolderCommit(Commit commit, boolean onlyThere) {}
