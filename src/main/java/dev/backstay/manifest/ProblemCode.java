package dev.backstay.manifest;

/**
 * Every kind of problem, with its stable id: an id is never given to another kind. The page
 * docs/errors.md is made of them.
 */
public enum ProblemCode {
  FOLDER_MISSING(
      101,
      "The folder is missing from the revision.",
      "Bring the folder back, or take the environment out of the configuration. Nothing is "
          + "deleted meanwhile."),
  FOLDER_EMPTY(
      102,
      "The folder holds no manifests.",
      "Bring the manifests back, or take the environment out of the configuration. Nothing "
          + "is deleted meanwhile."),
  ENTRY_UNSUPPORTED(
      103,
      "An entry of the folder is no plain file (a symbolic link, submodule or LFS pointer), or its "
          + "name misleads.",
      "Replace the link, submodule or LFS pointer by the file itself; rename what misleads."),
  LIMIT_EXCEEDED(
      104,
      "A limit on size, count or depth is exceeded.",
      "Split the file or the object; the message names the limit."),
  SYNTAX(
      110,
      "The text is not YAML or JSON as kubectl reads it.",
      "Mend the text at the line that is named."),
  DUPLICATE_KEY(
      111,
      "The same key twice in one mapping.",
      "Remove one of the two keys; both lines are named."),
  NOT_AN_OBJECT(
      112,
      "apiVersion, kind or metadata.name is missing or not usable.",
      "Give the document apiVersion, kind and metadata.name as Kubernetes wants them."),
  DUPLICATE_OBJECT(
      113,
      "The same object twice in one environment.",
      "Remove one of the two documents; both places are named."),
  HISTORY_REWRITTEN(
      120,
      "The branch no longer descends from the deployed commit.",
      "Push a descendant of the deployed commit, or accept the new head: `backstay sync ENV "
          + "--accept-rewrite COMMIT`."),
  UNTRUSTED_COMMIT(
      121,
      "A commit that the head would bring is not signed by anybody who may.",
      "Sign it and push again; add its key to the keys folder; or, if the commit is known and fine, "
          + "add its id to `accepted_commits` there. The old state stays meanwhile."),
  SIGNERS_UNUSABLE(
      122,
      "The keys folder does not say who may sign, so nothing is followed.",
      "Mend the folder of `repository.verify.keys` as the message says. It is read again by itself."),
  GIT_UNREADABLE(
      130,
      "The revision could not be read from the mirror.",
      "Look at the agent's log; the mirror heals itself, and it is tried again."),

  KIND_NOT_SERVED(
      201,
      "No such kind in this API version is served by the cluster.",
      "Use the API version that the message names, or install the CRD first."),
  INVALID(
      204,
      "The API server does not accept the object's content.",
      "Mend the field that the message names."),
  IMMUTABLE(
      205,
      "The API server says that a field cannot be changed.",
      "Keep the field as it is, give the object another name, or annotate it "
          + "`backstay.dev/recreate: \"true\"`."),
  FORBIDDEN(
      206,
      "The API server does not let the account that is named do this.",
      "Allow it: a missing permission comes with the YAML that gives it. It is tried again "
          + "by itself."),
  REFUSED_BY_CLUSTER(
      207,
      "Another part of the cluster (an admission webhook, a quota) refused.",
      "Look at the quota or the admission webhook that the message names. It is tried again "
          + "by itself."),
  IMPERSONATION_REFUSED(
      208,
      "The agent may not act as the environment's service account.",
      "Let it: the problem comes with the YAML that does. It is tried again by itself."),

  CONFINED(
      301,
      "The object is outside of the environment's namespaces or allowed kinds.",
      "Move the object to one of the environment's namespaces, or allow its kind under "
          + "`clusterKinds`."),
  OWNED_BY_OTHER(
      302, "The object belongs to someone else.", "Remove the object from one of the two folders."),
  PRUNE_GUARD(
      303,
      "More would be pruned than the guard allows.",
      "Bring the objects back, commit with the trailer `Backstay-Allow-Prune: N`, or annotate what "
          + "may go with `backstay.dev/prune: allow`."),

  CLUSTER_UNREACHABLE(
      401,
      "The API server could not be reached or could not answer.",
      "Nothing, if the API server comes back. It is tried again by itself."),
  CLUSTER_FAILED(
      402,
      "The cluster's answer made it impossible to go on.",
      "Nothing, if the API server gets well. It is tried again by itself."),
  HELD_BY_OTHER(
      403,
      "Another agent holds the environment.",
      "Stop the other agent, or wait until its Lease has run out."),
  WRITTEN_BY_OTHER(
      404,
      "Somebody else wrote the same object at the same time.",
      "Nothing: it is read again and tried again."),
  UNHEALTHY(
      410,
      "Workloads did not become healthy.",
      "Look at the workload; a revert goes back at once."),
  TERMINATING(
      411,
      "An object is being deleted and waits for a finalizer.",
      "Find out what the finalizer waits for."),
  DRIFTED(
      412,
      "A live object was changed outside of git, and stands so.",
      "Put the change into git, or take it back. With `drift: correct` this is done by itself."),
  FIGHT(
      413,
      "Somebody else writes the same field again and again.",
      "Leave the field out of the manifest, or stop the other side; both are named."),
  NOT_CAUGHT_UP(
      414,
      "The watch of a kind has not told the agent's own last write.",
      "Nothing, if the API server is well: what waits for it is done when it has."),
  SUSPENDED(
      420,
      "Something waits, since the environment is suspended.",
      "Resume it: `backstay resume ENV`. It goes on at once with the newest commit.");

  private final int number;
  private final String meaning;
  private final String remedy;

  ProblemCode(int number, String meaning, String remedy) {
    this.number = number;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** {@code BKS-204}. */
  public String id() {
    return "BKS-" + number;
  }

  /** What is wrong when it is told, in a sentence. */
  public String meaning() {
    return meaning;
  }

  /** Who can make it pass, and how; a problem's own hint says it more exactly. */
  public String remedy() {
    return remedy;
  }
}
