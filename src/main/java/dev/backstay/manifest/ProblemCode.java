package dev.backstay.manifest;

/** Every kind of problem, with its stable id. An id is never given to another kind. */
public enum ProblemCode {
  /** The folder is missing from the revision. */
  FOLDER_MISSING(101),
  /** The folder holds no manifests. */
  FOLDER_EMPTY(102),
  /** An entry of the folder is no plain file: a symbolic link, a submodule, an LFS pointer. */
  ENTRY_UNSUPPORTED(103),
  /** A limit on size, count or depth is exceeded. */
  LIMIT_EXCEEDED(104),
  /** The text is not YAML or JSON as kubectl reads it. */
  SYNTAX(110),
  /** The same key twice in one mapping. */
  DUPLICATE_KEY(111),
  /** apiVersion, kind or metadata.name is missing or not usable. */
  NOT_AN_OBJECT(112),
  /** The same object twice in one environment. */
  DUPLICATE_OBJECT(113),
  /** The branch no longer descends from the deployed commit. */
  HISTORY_REWRITTEN(120),
  /** The revision could not be read from the mirror. */
  GIT_UNREADABLE(130),

  /** No such kind in this API version is served by the cluster. */
  KIND_NOT_SERVED(201),
  /** The API server does not accept the object's content. */
  INVALID(204),
  /** The API server says that a field cannot be changed. */
  IMMUTABLE(205),
  /** The API server does not let the agent's account do this. */
  FORBIDDEN(206),
  /** Another part of the cluster (an admission webhook, a quota) refused. */
  REFUSED_BY_CLUSTER(207),

  /** The object is outside of the environment's namespaces or allowed kinds. */
  CONFINED(301),
  /** The object belongs to someone else. */
  OWNED_BY_OTHER(302),
  /** More would be pruned than the guard allows. */
  PRUNE_GUARD(303),

  /** The API server could not be reached or could not answer. */
  CLUSTER_UNREACHABLE(401),
  /** The cluster's answer made it impossible to go on. */
  CLUSTER_FAILED(402),
  /** Another agent holds the environment. */
  HELD_BY_OTHER(403),
  /** Somebody else wrote the same object at the same time. */
  WRITTEN_BY_OTHER(404),
  /** Workloads did not become healthy. */
  UNHEALTHY(410),
  /** An object is being deleted and waits for a finalizer. */
  TERMINATING(411),
  /** A live object was changed outside of git, and stands so. */
  DRIFTED(412),
  /** Somebody else writes the same field again and again. */
  FIGHT(413);

  private final int number;

  ProblemCode(int number) {
    this.number = number;
  }

  /** {@code BKS-204}. */
  public String id() {
    return "BKS-" + number;
  }
}
