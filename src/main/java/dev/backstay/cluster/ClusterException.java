package dev.backstay.cluster;

/** A request that a sync cannot go on without was not carried out. */
public final class ClusterException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ApiFailure failure;

  ClusterException(ApiFailure failure) {
    super(failure.problem().toString());
    this.failure = failure;
  }

  public ApiFailure failure() {
    return failure;
  }
}
