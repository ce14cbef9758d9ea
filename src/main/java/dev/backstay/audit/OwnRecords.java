package dev.backstay.audit;

/** The objects in which an agent keeps what it knows of an environment. */
record OwnRecords(String namespace, String name) {
  /** Of {@code namespace/name}. */
  static OwnRecords of(String environment) {
    int slash = environment.indexOf('/');
    return new OwnRecords(environment.substring(0, slash), environment.substring(slash + 1));
  }

  private String parentName() {
    return "backstay-" + name;
  }

  private boolean isHere(ApiObject object) {
    return object.namespace().equals(namespace);
  }

  boolean isParent(ApiObject object) {
    return isHere(object) && object.isCore("configmaps") && object.name().equals(parentName());
  }

  boolean isDigests(ApiObject object) {
    return isHere(object)
        && object.isCore("configmaps")
        && object.name().matches(parentName() + "-digests(-[0-9]+)?");
  }

  boolean isKey(ApiObject object) {
    return isHere(object) && object.isCore("secrets") && object.name().equals(parentName());
  }

  /** Its name is made up by the API server, and the log does not tell it. */
  boolean isEvent(ApiObject object) {
    return isHere(object)
        && object.isCore("events")
        && (object.name().isEmpty() || object.name().startsWith(parentName() + "."));
  }

  /** The namespace that the records are in: it is made before anything can be recorded. */
  boolean isNamespace(ApiObject object) {
    return object.isCore("namespaces") && object.name().equals(namespace);
  }

  /** What no manifest may be, and nobody else may write. */
  boolean isRecord(ApiObject object) {
    return isParent(object) || isDigests(object) || isKey(object);
  }

  boolean isOwn(ApiObject object) {
    return isRecord(object) || isEvent(object) || isNamespace(object);
  }
}
