package dev.backstay.cluster;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.ServedKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Follows the objects of one kind in one namespace: a list, then a watch that is taken up again
 * where it ended. Every few watches it lists anew, so that an event that got lost is not lost for
 * ever.
 */
public final class ObjectWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectWatch.class);
  private static final String SERVER_ENDS_AFTER_SECONDS = "290";
  private static final int WATCHES_BETWEEN_LISTS = 6;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int GONE = 410;

  private final KubeHttp http;
  private final Scope scope;
  private final Request collection;
  private final Listener listener;
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private final Thread thread;
  private Set<ObjectKey> seen = new HashSet<>();
  private volatile CompletableFuture<Void> ending = new CompletableFuture<>();
  private volatile boolean mustList;
  private volatile Duration firstWait = Duration.ZERO;
  private volatile long reached;
  private volatile Instant lastEvent = Instant.EPOCH;

  /**
   * What is followed.
   *
   * @param namespace empty for cluster-scoped kinds
   * @param labelSelector empty for all
   * @param whole whether the objects are asked for with their content; else their metadata only
   */
  public record Scope(ServedKind kind, String namespace, String labelSelector, boolean whole) {
    private Request request() {
      Request request = Request.get(Request.collection(kind, namespace));
      return labelSelector.isEmpty() ? request : request.with("labelSelector", labelSelector);
    }
  }

  /** Is told of every change; by the caller of {@link #open}, then by one thread. */
  public interface Listener {
    void onObject(ObjectKey key, JsonNode object);

    /**
     * It is not there any more, or no longer selected.
     *
     * @param version at which it was seen to be so
     */
    void onGone(ObjectKey key, long version);
  }

  /** Prepares to follow; nothing is asked yet. */
  public ObjectWatch(KubeHttp http, Scope scope, Listener listener) {
    this.http = http;
    this.scope = scope;
    this.collection = scope.request();
    this.listener = listener;
    this.thread =
        Thread.ofVirtual()
            .name("watch " + scope.kind().plural() + " " + scope.namespace())
            .unstarted(this::run);
  }

  /**
   * Lists, and begins to watch from there.
   *
   * @return what is there
   */
  public List<Member> open() throws ClusterException {
    List<Member> members = list();
    thread.start();
    return members;
  }

  /** Lists after a while, and begins to watch from there; nothing if it is closed before. */
  public void openAfter(Duration wait) {
    mustList = true;
    firstWait = wait;
    thread.start();
  }

  /** Everything up to this version was told. */
  public long reached() {
    return reached;
  }

  /** When the server last said anything, if only that nothing has changed. */
  public Instant lastEvent() {
    return lastEvent;
  }

  /** Lists at once: something that should have been told was not. */
  public void listAgain() {
    mustList = true;
    ending.complete(null);
  }

  private void run() {
    if (firstWait.isPositive()) {
      Parallel.pause(firstWait);
    }
    Duration pause = FIRST_PAUSE;
    int watches = 0;
    while (!isEnding()) {
      try {
        if (mustList || ++watches % WATCHES_BETWEEN_LISTS == 0) {
          list();
        }
        watch();
        pause = FIRST_PAUSE;
      } catch (ClusterException | IOException e) {
        if (!isEnding()) {
          LOG.warn(
              "watching {}: {}; again in {} s",
              scope.kind().plural(),
              e.getMessage(),
              pause.toSeconds());
          Parallel.pause(pause);
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
      }
    }
  }

  private boolean isEnding() {
    return stop.isDone() || Thread.currentThread().isInterrupted();
  }

  private List<Member> list() throws ClusterException {
    mustList = false;
    Set<ObjectKey> gone = seen;
    Set<ObjectKey> there = new HashSet<>();
    List<Member> members = new ArrayList<>();
    long version =
        new Pages(http, scope.whole() ? collection : collection.metadataListOnly())
            .each(
                item -> {
                  ObjectKey key = key(item);
                  there.add(key);
                  members.add(Member.of(key, item));
                  listener.onObject(key, item);
                });
    seen = there;
    gone.removeAll(there);
    gone.forEach(key -> listener.onGone(key, version));
    reached = version;
    lastEvent = Instant.now();
    return members;
  }

  private void watch() throws ClusterException, IOException {
    CompletableFuture<Void> end = new CompletableFuture<>();
    ending = end;
    if (stop.isDone() || mustList) {
      return;
    }
    long opened = System.nanoTime();
    Request request = scope.whole() ? collection : collection.metadataOnly();
    http.watch(
        request
            .with("watch", "1")
            .with("allowWatchBookmarks", "true")
            .with("timeoutSeconds", SERVER_ENDS_AFTER_SECONDS)
            .with("resourceVersion", Long.toString(reached)),
        this::take,
        end);
    if (!end.isDone() && System.nanoTime() - opened < FIRST_PAUSE.toNanos()) {
      throw new IOException("the API server ended the watch at once");
    }
  }

  private void take(JsonNode event) {
    JsonNode object = event.path("object");
    lastEvent = Instant.now();
    long version = Member.version(object.path("metadata").path("resourceVersion").asString(""));
    switch (event.path("type").asString("")) {
      case "ADDED", "MODIFIED" -> {
        ObjectKey key = key(object);
        seen.add(key);
        listener.onObject(key, object);
      }
      case "DELETED" -> {
        ObjectKey key = key(object);
        seen.remove(key);
        listener.onGone(key, version);
      }
      case "ERROR" -> mustList = mustList || object.path("code").asInt(0) == GONE;
      default -> {}
    }
    reached = Math.max(reached, version);
  }

  private ObjectKey key(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return new ObjectKey(
        scope.kind().group(),
        scope.kind().kind(),
        metadata.path("namespace").asString(""),
        metadata.path("name").asString(""));
  }

  @Override
  public void close() {
    stop.complete(null);
    ending.complete(null);
    thread.interrupt();
  }
}
