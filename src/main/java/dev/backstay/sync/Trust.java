package dev.backstay.sync;

import dev.backstay.git.ConfigRepository;
import dev.backstay.git.GitException;
import dev.backstay.git.Revision;
import dev.backstay.git.Untrusted;
import dev.backstay.git.trust.CommitVerifier;
import dev.backstay.git.trust.UnusableKeysException;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.util.List;
import java.util.Optional;

/**
 * Whether somebody who may sign stands behind what a head brings. Asked before any file of it is
 * read. Used by all environments of an agent.
 */
final class Trust {
  private final ConfigRepository repository;
  private final Optional<CommitVerifier> verifier;
  private Optional<Judged> last = Optional.empty();

  /** Asked between any two requests of a pass, so it is remembered. */
  private record Judged(String head, String base, int generation, boolean admitted) {
    boolean isOf(String otherHead, String otherBase, int otherGeneration) {
      return head.equals(otherHead) && base.equals(otherBase) && generation == otherGeneration;
    }
  }

  Trust(ConfigRepository repository, Optional<CommitVerifier> verifier) {
    this.repository = repository;
    this.verifier = verifier;
  }

  /** Reads again who may sign; tells whether that has changed. */
  boolean refresh() {
    return verifier.filter(CommitVerifier::refresh).isPresent();
  }

  /** Another number after each change of who may sign. */
  int generation() {
    return verifier.map(CommitVerifier::generation).orElse(0);
  }

  /**
   * What speaks against following a head.
   *
   * @param deployed the head that is deployed, whose commits are not asked for again
   */
  Optional<SyncOutcome> objectionTo(String head, Optional<String> deployed) {
    if (verifier.isEmpty()) {
      return Optional.empty();
    }
    refresh();
    try {
      List<Problem> problems =
          untrusted(verifier.get(), head, deployed).stream().map(Trust::problem).toList();
      return problems.isEmpty()
          ? Optional.empty()
          : Optional.of(new SyncOutcome.Refused(problems, false));
    } catch (UnusableKeysException e) {
      Problem problem =
          Problem.general(
              ProblemCode.SIGNERS_UNUSABLE,
              "it is not known who may sign: " + e.why(),
              "mend the folder of repository.verify.keys; it is read again by itself");
      return Optional.of(new SyncOutcome.Refused(List.of(problem), false));
    } catch (GitException e) {
      Problem problem =
          Problem.general(
              ProblemCode.GIT_UNREADABLE, "the signatures cannot be read: " + e.getMessage(), "");
      return Optional.of(new SyncOutcome.Failed(List.of(problem)));
    }
  }

  private List<Untrusted> untrusted(CommitVerifier known, String head, Optional<String> deployed)
      throws GitException, UnusableKeysException {
    return repository.untrusted(known, new Revision(head), deployed.map(Revision::new));
  }

  private static Problem problem(Untrusted untrusted) {
    String key = untrusted.fingerprint().isEmpty() ? "" : "; key " + untrusted.fingerprint();
    return Problem.general(
        ProblemCode.UNTRUSTED_COMMIT,
        "commit %s \"%s\" by %s: %s%s"
            .formatted(
                untrusted.commit().revision().shortId(),
                untrusted.commit().subject(),
                untrusted.commit().author(),
                untrusted.why(),
                key),
        "sign it, allow its key, or add %s to accepted_commits in the keys folder"
            .formatted(untrusted.commit().revision().id()));
  }

  /**
   * Whether a newer head may stop a pass to one that was found good: a head that will be refused
   * must not leave another one half-way.
   */
  synchronized boolean admits(Target newer, Target current) {
    if (verifier.isEmpty()) {
      return true;
    }
    int generation = verifier.get().generation();
    Optional<Judged> known =
        last.filter(judged -> judged.isOf(newer.head(), current.head(), generation));
    Judged judged =
        known.orElseGet(
            () -> new Judged(newer.head(), current.head(), generation, isGood(newer, current)));
    last = Optional.of(judged);
    return judged.admitted();
  }

  private boolean isGood(Target newer, Target current) {
    return verifier
        .filter(
            known -> {
              try {
                return untrusted(known, newer.head(), Optional.of(current.head())).isEmpty();
              } catch (GitException | UnusableKeysException _) {
                return false;
              }
            })
        .isPresent();
  }
}
