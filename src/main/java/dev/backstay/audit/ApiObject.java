package dev.backstay.audit;

/**
 * What a request was about, whatever version of its API was used.
 *
 * @param resource plural, with its subresource after a slash
 * @param name empty for a collection
 */
record ApiObject(String group, String resource, String namespace, String name) {
  boolean isCore(String coreResource) {
    return group.isEmpty() && resource.equals(coreResource);
  }

  /** What may be done, or who asks: it is created, but nothing is kept of it. */
  boolean isQuestion() {
    return group.equals("authorization.k8s.io") || group.equals("authentication.k8s.io");
  }

  @Override
  public String toString() {
    String where = namespace.isEmpty() ? "" : namespace + "/";
    return where + resource + (group.isEmpty() ? "" : "." + group) + "/" + name;
  }
}
