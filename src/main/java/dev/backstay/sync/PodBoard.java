package dev.backstay.sync;

import dev.backstay.cluster.KubeHttp;
import dev.backstay.cluster.ObjectWatch;
import dev.backstay.health.PodReport;
import dev.backstay.health.StuckPod;
import dev.backstay.health.Workload;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.ServedKind;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * The pods of workloads that are not healthy: a watch for each, of no other pods than its own, for
 * as long as it is not. A workload that is healthy soon is not worth one.
 */
final class PodBoard implements AutoCloseable {
  /** More at once would not be read by anybody; the next ones get their turn. */
  static final int MOST = 16;

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);
  private static final ServedKind POD = new ServedKind("", "v1", "Pod", "pods", true);

  private final KubeHttp http;
  private final Clock clock;
  private final Runnable onChange;
  private final Map<ObjectKey, Followed> followed = new ConcurrentHashMap<>();

  private boolean closed;

  PodBoard(KubeHttp http, Clock clock, Runnable onChange) {
    this.http = http;
    this.clock = clock;
    this.onChange = onChange;
  }

  /** A workload is not healthy: its pods may tell why. */
  synchronized void follow(ObjectKey key, Workload workload) {
    Followed known = followed.get(key);
    if (known != null && known.workload.selector().equals(workload.selector())) {
      known.workload = workload;
      return;
    }
    if (known != null) {
      leave(key);
    }
    if (followed.size() < MOST && !closed) {
      Followed now = new Followed(workload);
      followed.put(key, now);
      now.watch.openAfter(SOON);
    }
  }

  /** It is healthy or gone; says whether it was followed. */
  synchronized boolean leave(ObjectKey key) {
    Followed known = followed.remove(key);
    if (known == null) {
      return false;
    }
    known.watch.close();
    return true;
  }

  /** Why a workload is not healthy, if its pods say it. */
  Optional<String> trouble(ObjectKey key) {
    return Optional.ofNullable(followed.get(key)).flatMap(Followed::trouble);
  }

  /** The pod for which a StatefulSet waits in vain, if there is one. */
  Optional<StuckPod> stuck(ObjectKey key) {
    return Optional.ofNullable(followed.get(key)).flatMap(Followed::stuck);
  }

  /** All of them. */
  List<StuckPod> stuck() {
    return followed.values().stream().flatMap(f -> f.stuck().stream()).toList();
  }

  synchronized void clear() {
    List.copyOf(followed.keySet()).forEach(this::leave);
  }

  @Override
  public synchronized void close() {
    closed = true;
    clear();
  }

  /** One workload and its pods as they were seen last. */
  private final class Followed implements ObjectWatch.Listener {
    private final Map<String, PodReport> pods = new ConcurrentHashMap<>();
    private final ObjectWatch watch;
    private volatile Workload workload;

    Followed(Workload workload) {
      this.workload = workload;
      this.watch =
          new ObjectWatch(
              http,
              new ObjectWatch.Scope(POD, workload.namespace(), workload.selector(), true),
              this);
    }

    private Optional<String> trouble() {
      return workload.trouble(pods.values());
    }

    private Optional<StuckPod> stuck() {
      return workload.stuck(pods.values()).filter(this::isForLong);
    }

    /** One that does not say what is wrong with it may only be starting. */
    private boolean isForLong(StuckPod stuck) {
      return stuck.pod().trouble().isPresent()
          || since(stuck.pod()).isBefore(clock.instant().minus(LONG_ENOUGH));
    }

    private static Instant since(PodReport pod) {
      try {
        return Instant.parse(pod.since());
      } catch (DateTimeException _) {
        return Instant.MAX;
      }
    }

    @Override
    public void onObject(ObjectKey key, JsonNode object) {
      PodReport report = PodReport.of(object);
      if (!report.equals(pods.put(key.name(), report))) {
        onChange.run();
      }
    }

    @Override
    public void onGone(ObjectKey key, long version) {
      pods.remove(key.name());
      onChange.run();
    }
  }
}
