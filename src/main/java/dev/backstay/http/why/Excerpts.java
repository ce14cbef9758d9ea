package dev.backstay.http.why;

import dev.backstay.git.ConfigRepository;
import dev.backstay.git.GitException;
import dev.backstay.git.Revision;
import dev.backstay.manifest.PlainText;
import dev.backstay.sync.Deployed;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.ObjectStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parts of manifests as they stand in the config repo, without the values of Secrets. */
public final class Excerpts {
  private static final int MOST_OF_OBJECT = 120;
  private static final int BEFORE = 5;
  private static final int AROUND = 16;

  private final ConfigRepository repository;

  public Excerpts(ConfigRepository repository) {
    this.repository = repository;
  }

  /**
   * A line of a file.
   *
   * @param isMeant it is the one that somebody pointed at
   */
  public record Line(int number, String text, boolean isMeant) {}

  /** The manifest of an object as it is deployed, up to the end of its document. */
  List<Line> of(EnvironmentStatus environment, ObjectStatus object) {
    int colon = object.source().lastIndexOf(':');
    Optional<String> head = head(environment);
    if (colon < 0 || head.isEmpty()) {
      return List.of();
    }
    int from = Integer.parseInt(object.source().substring(colon + 1));
    List<Line> lines = new ArrayList<>();
    for (Line line :
        lines(head.get(), object.source().substring(0, colon), from, MOST_OF_OBJECT, 0)) {
      if (line.text().startsWith("---") && !lines.isEmpty()) {
        break;
      }
      lines.add(line);
    }
    return lines;
  }

  /** What the objects are told of: while a sync is under way that is what it brings. */
  private static Optional<String> head(EnvironmentStatus environment) {
    return environment.state().isBusy()
        ? environment.seen()
        : environment.deployed().map(Deployed::head).or(environment::seen);
  }

  /** The lines around one of them. */
  List<Line> around(String revision, String path, int line) {
    return lines(revision, path, Math.max(1, line - BEFORE), AROUND, line);
  }

  private List<Line> lines(String revision, String path, int from, int count, int meant) {
    try {
      List<String> texts = repository.lines(new Revision(revision), path, from, count);
      List<Line> lines = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        lines.add(new Line(from + i, PlainText.line(texts.get(i)), from + i == meant));
      }
      return lines;
    } catch (GitException | IllegalArgumentException _) {
      // a commit that the mirror does not have any more
      return List.of();
    }
  }
}
