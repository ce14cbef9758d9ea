package dev.backstay.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** Finds commits by their ids, as people write them. */
final class CommitIds {
  private static final int SHORTEST = 4;

  private CommitIds() {}

  /** The commit with such an id, perhaps shortened; none if there is not exactly one. */
  static Optional<Revision> find(Repository repository, String id) throws IOException {
    String lower = id.toLowerCase(Locale.ROOT);
    if (lower.length() < SHORTEST || !AbbreviatedObjectId.isId(lower)) {
      return Optional.empty();
    }
    try (RevWalk walk = new RevWalk(repository)) {
      List<Revision> found = new ArrayList<>();
      var prefix = AbbreviatedObjectId.fromString(lower);
      for (ObjectId candidate : walk.getObjectReader().resolve(prefix)) {
        // a whole id is given back whether there is such an object or not
        if (repository.getObjectDatabase().has(candidate)
            && walk.parseAny(candidate) instanceof RevCommit commit) {
          found.add(new Revision(commit.name()));
        }
      }
      return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }
  }
}
