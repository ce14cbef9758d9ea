package dev.backstay.http.api;

import dev.backstay.manifest.Problem;
import dev.backstay.manifest.Source;
import dev.backstay.sync.Change;
import dev.backstay.sync.Counts;
import dev.backstay.sync.Drift;
import dev.backstay.sync.Ending;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.HistoryEntry;
import dev.backstay.sync.ObjectStatus;
import dev.backstay.sync.State;
import dev.backstay.sync.Suspended;
import dev.backstay.sync.Suspension;
import dev.backstay.sync.lag.Lag;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An environment as the API tells it. Times are RFC 3339, durations seconds. */
record EnvironmentView(
    String name,
    String namespace,
    String path,
    String cluster,
    boolean reachable,
    String state,
    Instant since,
    Map<String, Object> deployed,
    Map<String, Object> seen,
    SyncView sync,
    ChangeView change,
    Map<String, Double> phases,
    Counts objects,
    HealthView health,
    List<Drift> drift,
    List<ErrorView> errors,
    Map<String, Object> retry,
    Optional<SuspendedView> suspended,
    Optional<LagView> lag) {

  /** The sync that change, phases and objects are of: the one under way, or the last one. */
  record SyncView(String revision, String subject, String author) {
    static SyncView of(EnvironmentStatus.SyncSummary sync) {
      return new SyncView(sync.revision(), sync.subject(), sync.author());
    }
  }

  /**
   * That somebody wants it to be left as it is.
   *
   * @param waiting what the newest commit would do; missing in the answer to a suspend
   */
  record SuspendedView(
      String by, String reason, Instant since, Optional<Instant> until, Optional<Counts> waiting) {
    static SuspendedView of(Suspended suspended) {
      return of(suspended.suspension(), Optional.of(suspended.waiting()));
    }

    static SuspendedView of(Suspension suspension) {
      return of(suspension, Optional.empty());
    }

    private static SuspendedView of(Suspension suspension, Optional<Counts> waiting) {
      return new SuspendedView(
          suspension.by(), suspension.reason(), suspension.since(), suspension.until(), waiting);
    }
  }

  /**
   * What it lacks of the environment before it.
   *
   * @param since when the oldest of these commits was made; readers tell the age by it
   */
  record LagView(String of, int commits, Optional<Instant> since, List<LagImage> images) {
    static LagView of(Lag lag) {
      return new LagView(
          lag.of(), lag.commits(), lag.since(), lag.images().stream().map(LagImage::of).toList());
    }
  }

  /**
   * An image that differs.
   *
   * @param here what runs in this environment
   * @param there what runs in the one before it
   */
  record LagImage(String object, String container, String here, String there) {
    static LagImage of(Lag.Image image) {
      return new LagImage(
          image.place().object(), image.place().container(), image.here(), image.there());
    }
  }

  /**
   * What a sync means.
   *
   * @param complete whether the cluster is proven to hold what the folder says, all of it healthy
   * @param leftovers objects that are not as the folder says, by name, bounded
   * @param replicaSets those of an earlier rollout whose pods run again
   */
  record ChangeView(
      String kind,
      String from,
      String to,
      List<String> reverts,
      boolean complete,
      List<String> leftovers,
      List<String> replicaSets) {
    static ChangeView of(Change change, Ending ending, boolean complete) {
      return new ChangeView(
          change.kind().word(),
          change.from(),
          change.to(),
          change.reverts(),
          complete,
          ending.leftovers(),
          ending.replicaSets());
    }
  }

  record HealthView(
      long healthy, long progressing, long failing, long failed, List<Unhealthy> unhealthy) {}

  /**
   * What is not healthy.
   *
   * @param health progressing, failing (it may heal) or failed
   */
  record Unhealthy(String object, String health, String message) {}

  /**
   * A problem.
   *
   * @param remedy what helps against its kind, where the hint does not say it more exactly
   * @param fix YAML that ends it when somebody who may applies it; may be empty
   */
  record ErrorView(
      String code,
      String file,
      int line,
      String object,
      String message,
      String hint,
      String remedy,
      String fix) {
    static ErrorView of(Problem problem) {
      return new ErrorView(
          problem.code().id(),
          problem.source().map(Source::file).orElse(""),
          problem.source().map(Source::line).orElse(0),
          problem.object().map(Object::toString).orElse(""),
          problem.message(),
          problem.hint(),
          problem.code().remedy(),
          problem.fix());
    }
  }

  record ResourceView(
      String object,
      String namespace,
      String word,
      String source,
      boolean healthy,
      String message) {
    static ResourceView of(ObjectStatus object) {
      return new ResourceView(
          object.key().toString(),
          object.key().namespace(),
          object.word(),
          object.source(),
          object.health().isHealthy(),
          object.health().sentence());
    }
  }

  record HistoryView(
      int number,
      ChangeView change,
      String outcome,
      String revision,
      String subject,
      String author,
      Instant committed,
      Instant seen,
      Instant started,
      Instant finished,
      double seconds,
      List<String> commits,
      Map<String, Double> phases,
      List<HistoryEntry.Phase> timeline,
      Counts counts,
      List<String> objects,
      List<String> errors,
      int rolledBackBy) {
    static HistoryView of(HistoryEntry e) {
      return new HistoryView(
          e.number(),
          ChangeView.of(e.change(), e.ending(), e.isComplete()),
          e.outcome(),
          e.revision(),
          e.subject(),
          e.author(),
          e.committed(),
          e.seen(),
          e.started(),
          e.finished(),
          e.seconds(),
          e.commits(),
          e.phases(),
          e.timeline(),
          e.counts(),
          e.objects(),
          e.errors(),
          e.rolledBackBy());
    }
  }

  static EnvironmentView of(EnvironmentStatus status) {
    return new EnvironmentView(
        status.name(),
        status.namespace(),
        status.path(),
        status.cluster(),
        status.reachable(),
        status.state().word(),
        status.since(),
        deployed(status),
        seen(status),
        SyncView.of(status.sync()),
        ChangeView.of(
            status.sync().change(), status.sync().ending(), status.state() == State.SYNCED),
        status.sync().phases(),
        status.sync().counts(),
        health(status),
        status.drift(),
        status.problems().stream().map(ErrorView::of).toList(),
        status.retryAt().<Map<String, Object>>map(at -> Map.of("at", at)).orElse(Map.of()),
        status.suspended().map(SuspendedView::of),
        status.lag().map(LagView::of));
  }

  private static Map<String, Object> deployed(EnvironmentStatus status) {
    Map<String, Object> view = new LinkedHashMap<>();
    status
        .deployed()
        .ifPresent(
            d -> {
              view.put("revision", d.revision());
              view.put("head", d.head());
              view.put("tree", d.tree());
              view.put("subject", d.subject());
              view.put("author", d.author());
              view.put("committed", d.committed());
              view.put("at", d.at());
            });
    return view;
  }

  private static Map<String, Object> seen(EnvironmentStatus status) {
    Map<String, Object> view = new LinkedHashMap<>();
    status.seen().ifPresent(head -> view.put("revision", head));
    view.put("commitsBehind", status.commitsBehind());
    return view;
  }

  private static HealthView health(EnvironmentStatus status) {
    List<Unhealthy> unhealthy =
        status.objects().stream()
            .filter(o -> !o.health().isHealthy())
            .map(o -> new Unhealthy(o.key().toString(), o.health().word(), o.health().sentence()))
            .toList();
    return new HealthView(
        status.healthyObjects(),
        count(unhealthy, "progressing"),
        count(unhealthy, "failing"),
        count(unhealthy, "failed"),
        unhealthy);
  }

  private static long count(List<Unhealthy> unhealthy, String word) {
    return unhealthy.stream().filter(object -> object.health().equals(word)).count();
  }
}
