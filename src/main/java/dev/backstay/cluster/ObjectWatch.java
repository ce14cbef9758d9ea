package dev.backstay.cluster;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.ServedKind;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Follows the members of one kind in one namespace: a list, then a watch that is taken up again
 * where it ended.
 */
public final class ObjectWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectWatch.class);
  private static final String SERVER_ENDS_AFTER_SECONDS = "290";
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int GONE = 410;

  private final KubeHttp http;
  private final ServedKind kind;
  private final Request collection;
  private final Listener listener;
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private final Thread thread;
  private Set<ObjectKey> seen = new HashSet<>();

  /** Is told of every change, by one thread. */
  public interface Listener {
    void onObject(ObjectKey key, JsonNode object);

    void onGone(ObjectKey key);
  }

  public ObjectWatch(
      KubeHttp http, ApplySet set, ServedKind kind, String namespace, Listener listener) {
    this.http = http;
    this.kind = kind;
    this.collection =
        Request.get(Request.collection(kind, namespace))
            .with("labelSelector", set.memberSelector());
    this.listener = listener;
    this.thread =
        Thread.ofVirtual().name("watch " + kind.plural() + " " + namespace).start(this::run);
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    String version = "";
    while (!stop.isDone() && !Thread.currentThread().isInterrupted()) {
      try {
        version = version.isEmpty() ? list() : version;
        version = watch(version);
        pause = FIRST_PAUSE;
      } catch (ClusterException | IOException e) {
        if (!stop.isDone()) {
          LOG.warn(
              "watching {}: {}; again in {} s", kind.plural(), e.getMessage(), pause.toSeconds());
        }
        version = "";
        Parallel.pause(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
      }
    }
  }

  private String list() throws ClusterException {
    JsonNode list = http.send(collection).orThrow("list " + kind.plural());
    Set<ObjectKey> gone = seen;
    seen = new HashSet<>();
    list.path("items").forEach(item -> gone.remove(tell(item)));
    gone.forEach(listener::onGone);
    return list.path("metadata").path("resourceVersion").asString("");
  }

  /** Gives the version to go on from; empty if the server has forgotten it. */
  private String watch(String from) throws ClusterException, IOException {
    String[] version = {from};
    long opened = System.nanoTime();
    http.watch(
        collection
            .with("watch", "1")
            .with("allowWatchBookmarks", "true")
            .with("timeoutSeconds", SERVER_ENDS_AFTER_SECONDS)
            .with("resourceVersion", from),
        event -> version[0] = take(event, version[0]),
        stop);
    if (!stop.isDone() && System.nanoTime() - opened < FIRST_PAUSE.toNanos()) {
      throw new IOException("the API server ended the watch at once");
    }
    return version[0];
  }

  private String take(JsonNode event, String version) {
    JsonNode object = event.path("object");
    switch (event.path("type").asString("")) {
      case "ADDED", "MODIFIED" -> tell(object);
      case "DELETED" -> {
        ObjectKey key = key(object);
        seen.remove(key);
        listener.onGone(key);
      }
      case "ERROR" -> {
        return object.path("code").asInt(0) == GONE ? "" : version;
      }
      default -> {}
    }
    return object.path("metadata").path("resourceVersion").asString(version);
  }

  private ObjectKey tell(JsonNode object) {
    ObjectKey key = key(object);
    seen.add(key);
    listener.onObject(key, object);
    return key;
  }

  private ObjectKey key(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return new ObjectKey(
        kind.group(),
        kind.kind(),
        metadata.path("namespace").asString(""),
        metadata.path("name").asString(""));
  }

  @Override
  public void close() {
    stop.complete(null);
    thread.interrupt();
  }
}
