package dev.backstay.git;

/**
 * What a folder may hold. Beyond it the revision is refused, as reading on would cost the agent its
 * memory.
 *
 * @param entries files and folders of any kind looked at
 * @param files manifest files
 * @param fileBytes one manifest file
 * @param folderBytes all of them
 * @param pathBytes a path from the root of the repository
 */
public record FolderLimits(
    int entries, int files, long fileBytes, long folderBytes, int pathBytes) {
  private static final long MIB = 1024L * 1024L;

  public static final FolderLimits DEFAULT =
      new FolderLimits(500_000, 50_000, 16 * MIB, 64 * MIB, 1_024);
}
