package dev.backstay.audit;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A made-up history of the environment production in the namespace shop; a second a step. */
final class Script {
  static final String ENVIRONMENT = "shop/production";

  private final List<String> lines = new ArrayList<>();
  private OffsetDateTime now = OffsetDateTime.parse("2026-01-01T00:00:00Z");
  private OffsetDateTime begun = now;
  private String agent = "one";
  private String activity = "start";
  private String account = "";

  Script() {
    scope("");
  }

  /** Further settings of the environment, each with a leading comma. */
  Script scope(String more) {
    lines.removeIf(line -> line.contains("\"Environment\""));
    lines.add(
        """
        {"kind":"Environment","environment":"%s","namespaces":["shop"]%s}"""
            .formatted(ENVIRONMENT, more));
    return this;
  }

  /** As whom it asks from now on; empty: as the agent itself. */
  Script by(String username) {
    account = username;
    return this;
  }

  Script agent(String name) {
    agent = name;
    return this;
  }

  Script start() {
    return doing("start").request("get", "configmaps", "shop/backstay-production", "", 404);
  }

  Script rest() {
    return doing("rest");
  }

  Script sync(int run, String revision) {
    begun = now;
    return doing("sync " + run + " " + revision);
  }

  Script prunesFirst(int run, String revision) {
    return doing("sync " + run + " " + revision + " prune-first");
  }

  Script unsticks(int run, String revision) {
    return doing("sync " + run + " " + revision + " unstick");
  }

  Script suspend() {
    return doing("suspend");
  }

  Script resume() {
    return doing("resume");
  }

  Script correction(int run) {
    return doing("correction " + run);
  }

  private Script doing(String what) {
    activity = what;
    return this;
  }

  Script dryRun(String object) {
    return dryRun(object, 200);
  }

  Script dryRun(String object, int code) {
    return request("patch", "configmaps", object, "?dryRun=All&fieldManager=backstay", code);
  }

  Script apply(String... objects) {
    Stream.of(objects)
        .forEach(o -> request("patch", "configmaps", o, "?fieldManager=backstay&force=true", 200));
    return this;
  }

  Script get(String object) {
    return request("get", "configmaps", object, "", 200);
  }

  Script delete(String object) {
    return request("delete", "configmaps", object, "", 200);
  }

  /** As it should be. */
  Script prune(String object) {
    return get(object).delete(object);
  }

  Script parent() {
    return request("patch", "configmaps", "shop/backstay-production", "", 200);
  }

  Script end() {
    return parent().request("create", "events", "shop/", "", 201);
  }

  /** A whole good sync, with its entry. */
  Script deploys(int number, String revision, String... objects) {
    sync(number, revision);
    Stream.of(objects).forEach(this::dryRun);
    parent().apply(objects);
    return entry(number, "synced", revision, objects.length, 10).end();
  }

  /**
   * One request.
   *
   * @param object {@code namespace/name}
   */
  Script request(String verb, String resource, String object, String query, int code) {
    int slash = object.indexOf('/');
    String namespace = object.substring(0, slash);
    String name = object.substring(slash + 1);
    String place = namespace.isEmpty() ? "" : "namespaces/" + namespace + "/";
    String what = activity.isEmpty() ? "" : " (" + ENVIRONMENT + "; " + activity + ")";
    now = now.plusSeconds(1);
    lines.add(
        """
        {"kind":"Event","stage":"ResponseComplete","verb":"%s","userAgent":"backstay/1.0 %s%s",\
        "requestURI":"/api/v1/%s%s/%s%s","requestReceivedTimestamp":"%s",\
        "impersonatedUser":{"username":"%s"},\
        "objectRef":{"resource":"%s","namespace":"%s","name":"%s"},"responseStatus":{"code":%d}}"""
            .formatted(
                verb, agent, what, place, resource, name, query, now, account, resource, namespace,
                name, code));
    return this;
  }

  /** Of no environment. */
  Script unlabelled(String verb, String resource, String object) {
    return doing("").request(verb, resource, object, "", 200);
  }

  Script entry(
      int number, String outcome, String revision, int changed, int total, String... errors) {
    String told = Stream.of(errors).map(e -> "\"" + e + "\"").collect(Collectors.joining(","));
    lines.add(
        """
        {"kind":"Sync","environment":"%s","number":%d,"outcome":"%s","revision":"%s",\
        "counts":{"total":%d,"configured":%d},"errors":[%s],"started":"%s","finished":"%s"}"""
            .formatted(ENVIRONMENT, number, outcome, revision, total, changed, told, begun, now));
    return this;
  }

  Script commit(String id, String parents) {
    return line("{\"kind\":\"Commit\",\"id\":\"%s\",\"parents\":\"%s\"}".formatted(id, parents));
  }

  Script line(String line) {
    lines.add(line);
    return this;
  }

  Script later(Duration duration) {
    now = now.plus(duration);
    return this;
  }

  OffsetDateTime now() {
    return now;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  Verdict verdict() {
    try {
      return Verdict.on(StoredHistory.read(lines.stream()));
    } catch (MalformedHistory e) {
      throw new IllegalStateException(e);
    }
  }

  /** Which promises were broken, each with its reason. */
  List<String> violations() {
    return verdict().violations().stream().map(v -> v.promise() + " " + v.what()).toList();
  }
}
