package dev.backstay.change;

import dev.backstay.git.FolderCommit;
import dev.backstay.git.Reverts;
import dev.backstay.git.Revision;
import dev.backstay.git.TakenBack;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The message of a commit that rolls back. It claims to revert a commit only where that is the
 * whole truth: all of it is taken back, and nothing else had taken it back before.
 */
final class RollbackMessage {
  private static final int LONGEST_REASON = 2_000;
  private static final int MOST_CLAIMS = 20;

  private RollbackMessage() {}

  static String of(RollbackRequest request, Revision target, TakenBack takenBack) {
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add("Roll back " + request.environment() + " to " + target.shortId());
    String reason = reason(request.reason());
    if (!reason.isEmpty()) {
      paragraphs.add(reason);
    }
    List<String> claims =
        reverted(takenBack).stream().map(id -> "This reverts commit " + id + ".").toList();
    if (!claims.isEmpty()) {
      paragraphs.add(String.join("\n", claims));
    }
    String path = request.path().isEmpty() ? "." : request.path();
    paragraphs.add("Backstay-Restores: " + path + "@" + target.id());
    return String.join("\n\n", paragraphs) + "\n";
  }

  /** A reason is a person's words, and no claim of ours. */
  private static String reason(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .filter(c -> c == '\n' || !Character.isISOControl(c))
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .limit(LONGEST_REASON)
        .forEach(clean::appendCodePoint);
    return clean.toString().strip().replaceAll("(?m)^This reverts commit", "  This reverts commit");
  }

  private static List<String> reverted(TakenBack takenBack) {
    if (!takenBack.isExact() || takenBack.commits().size() > MOST_CLAIMS) {
      return List.of();
    }
    List<FolderCommit> left = new ArrayList<>(takenBack.commits());
    Set<String> undone = new HashSet<>();
    for (FolderCommit commit : takenBack.commits()) {
      String id = commit.commit().revision().id();
      if (undone.contains(id)) {
        left.remove(commit);
        continue;
      }
      List<String> others = claimed(commit, takenBack);
      if (!others.isEmpty()) {
        undone.addAll(others);
        left.remove(commit);
      }
    }
    return left.stream()
        .filter(FolderCommit::onlyThere)
        .map(commit -> commit.commit().revision().id())
        .toList();
  }

  /** Commits of the same list that one says it had taken back. */
  private static List<String> claimed(FolderCommit commit, TakenBack takenBack) {
    List<String> ids = new ArrayList<>();
    for (String claimed : Reverts.claimedBy(commit.commit())) {
      takenBack.commits().stream()
          .map(other -> other.commit().revision().id())
          .filter(id -> id.startsWith(claimed))
          .forEach(ids::add);
    }
    return ids;
  }
}
