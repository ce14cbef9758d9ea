package dev.backstay.git;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads what a commit says of the commits that it takes back: {@code This reverts commit <id>.}, as
 * <a href="https://git-scm.com/docs/git-revert">git revert</a> writes it. It is only a claim.
 */
public final class Reverts {
  private static final Pattern CLAIM =
      Pattern.compile("^This reverts commit ([0-9a-f]{7,40})\\b", Pattern.MULTILINE);

  private static final int MOST = 100;

  private Reverts() {}

  /** The ids as they are written there, perhaps shortened, in their order. */
  public static List<String> claimedBy(Commit commit) {
    return CLAIM.matcher(commit.message()).results().limit(MOST).map(m -> m.group(1)).toList();
  }
}
