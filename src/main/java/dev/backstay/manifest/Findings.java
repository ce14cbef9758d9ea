package dev.backstay.manifest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Collects the problems of one file. A broken file can have one on every line: when there are
 * enough of them for anybody, the rest of the file need not be read.
 */
final class Findings {
  private static final int ENOUGH = 100;

  private final String path;
  private final List<Problem> problems = new ArrayList<>();

  Findings(String path) {
    this.path = path;
  }

  void add(ProblemCode code, int line, String message, String hint) {
    add(new Problem(code, Optional.of(source(line)), Optional.empty(), message, hint));
  }

  void add(Problem problem) {
    if (!isFull()) {
      problems.add(problem);
    }
  }

  void addAll(Findings other) {
    other.problems.forEach(this::add);
  }

  /** Empty, for problems that may turn out to be none. */
  Findings sameFile() {
    return new Findings(path);
  }

  Source source(int line) {
    return new Source(path, line);
  }

  boolean isFull() {
    return problems.size() >= ENOUGH;
  }

  boolean hasSyntaxProblem() {
    return problems.stream().anyMatch(p -> p.code() == ProblemCode.SYNTAX);
  }

  /** In line order; the last one tells if they are not all. */
  List<Problem> all() {
    List<Problem> sorted = new ArrayList<>(problems);
    sorted.sort(Comparator.comparing(p -> p.source().orElseThrow()));
    if (isFull()) {
      sorted.add(
          new Problem(
              ProblemCode.LIMIT_EXCEEDED,
              sorted.getLast().source(),
              Optional.empty(),
              ENOUGH + " problems in this file: the rest of it was not read",
              ""));
    }
    return sorted;
  }
}
