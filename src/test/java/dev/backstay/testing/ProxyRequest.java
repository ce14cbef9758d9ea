package dev.backstay.testing;

/**
 * A request as a {@link FaultProxy} sees it.
 *
 * @param number counts all requests from 1 since the rule was set
 * @param writeNumber counts the writes from 1 since the rule was set; 0 for what is no write
 * @param target path and query
 */
public record ProxyRequest(long number, long writeNumber, String method, String target) {

  /** Whether it changes the state of the cluster: Leases, whose times are their own, left out. */
  public boolean isWrite() {
    return isWrite(method, target);
  }

  static boolean isWrite(String method, String target) {
    return !method.equals("GET")
        && !target.contains("dryRun=All")
        && !target.contains("/leases")
        && !target.contains("/apis/authorization.k8s.io/")
        && !target.contains("/apis/authentication.k8s.io/");
  }

  public boolean isDryRun() {
    return target.contains("dryRun=All");
  }

  public boolean isLease() {
    return target.contains("/leases");
  }

  public boolean isWatch() {
    return target.contains("watch=1") || target.contains("watch=true");
  }

  /** The target without its query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }
}
