package dev.backstay.notify;

/**
 * What is shown beside a commit for one environment.
 *
 * @param revision the full commit id
 * @param description in one line; longer than a service takes, perhaps
 */
record CommitStatus(String environment, String revision, State state, String description) {

  /** Where a commit stands; each service has words of its own for it. */
  enum State {
    /** It is being brought into the cluster. */
    PENDING,
    SUCCESS,
    /** It was refused, or does not work. */
    FAILURE,
    /** It could not be carried out, for a reason that may pass. */
    ERROR,
    /** Another commit took its place. */
    SUPERSEDED
  }

  /** What a newer status takes the place of. */
  Subject subject() {
    return new Subject(environment, revision);
  }

  /** A commit in an environment. */
  record Subject(String environment, String revision) {
    /** {@code backstay/production of 3f2a1c9}. */
    @Override
    public String toString() {
      int end = Math.min(revision.length(), 7);
      return "backstay/" + environment + " of " + revision.substring(0, end);
    }
  }
}
