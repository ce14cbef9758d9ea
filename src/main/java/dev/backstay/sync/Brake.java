package dev.backstay.sync;

import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.Parent;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds an environment still while somebody wants it so, and keeps that on record in its parent.
 * Used by the environment's own thread only.
 */
final class Brake {
  private static final Logger LOG = LoggerFactory.getLogger(Brake.class);
  private static final String ANNOTATION = "backstay.dev/suspended";

  private final EnvironmentParts parts;
  private Optional<Suspension> current = Optional.empty();

  /** What carrying out all orders came to. */
  enum Obeyed {
    /** The environment is held or not, as it was. */
    AS_BEFORE,
    /** It is held from now on, or by other words. */
    HELD,
    /** It was held, and goes on at once. */
    RELEASED,
    /** What is known of the parent is out of date: it must be read again before any order. */
    OUT_OF_DATE
  }

  Brake(EnvironmentParts parts) {
    this.parts = parts;
  }

  Optional<Suspension> current() {
    return current;
  }

  boolean isOn() {
    return current.isPresent();
  }

  /**
   * Takes up what the parent says. Where there is none any more, what was known stays: that
   * somebody deletes a suspended namespace is no reason to fill it again.
   */
  void takeUp(Parent parent) {
    if (parent.exists()) {
      String json = parent.data().getOrDefault(Suspension.DATA, "");
      current = Suspension.fromJson(json, parts.clock().instant());
    }
    parts.status().isSuspended(current);
  }

  /** Carries out what was ordered meanwhile, and ends a suspension whose time is up. */
  Obeyed obey(Ledger ledger) {
    Optional<Suspension> before = current;
    boolean outOfDate = false;
    for (PostedOrder posted : parts.mailbox().takeOrders()) {
      outOfDate |= !obey(posted, ledger);
    }
    if (!outOfDate && current.filter(this::isOver).isPresent()) {
      end(ledger);
    }
    if (outOfDate) {
      return Obeyed.OUT_OF_DATE;
    }
    if (current.equals(before)) {
      return Obeyed.AS_BEFORE;
    }
    return current.isPresent() ? Obeyed.HELD : Obeyed.RELEASED;
  }

  private boolean isOver(Suspension suspension) {
    return suspension.isOver(parts.clock().instant());
  }

  /** None of what was ordered can be carried out now. */
  void cannotObey(Problem why) {
    parts.mailbox().takeOrders().forEach(posted -> posted.failsBy(why));
  }

  /** Gives false if the parent has to be read again first. */
  private boolean obey(PostedOrder posted, Ledger ledger) {
    Optional<Suspension> before = current;
    Optional<Suspension> wanted = wanted(posted.order());
    boolean changes = !wanted.equals(before);
    try {
      if (changes) {
        write(wanted, ledger);
      }
    } catch (ClusterException e) {
      Problem problem = e.failure().problem();
      boolean outOfDate = problem.code() == ProblemCode.WRITTEN_BY_OTHER && !posted.isRetry();
      if (outOfDate) {
        parts.mailbox().order(posted.again());
      } else {
        LOG.warn("{}: {} was not recorded: {}", name(), posted.order().words(), problem);
        posted.failsBy(problem);
      }
      return !outOfDate;
    }
    holds(wanted);
    posted.answer().complete(new SuspensionAnswer.Recorded(wanted, changes));
    if (changes) {
      tell(posted.order().words(), before, ledger);
    }
    return true;
  }

  private Optional<Suspension> wanted(SuspensionOrder order) {
    return switch (order) {
      case SuspensionOrder.Resume _ -> Optional.empty();
      case SuspensionOrder.Suspend(Suspension next) ->
          current
              .filter(next::isLike)
              .or(() -> Optional.of(current.map(next::inPlaceOf).orElse(next)));
    };
  }

  private void holds(Optional<Suspension> now) {
    current = now;
    parts.status().isSuspended(now);
  }

  private void write(Optional<Suspension> wanted, Ledger ledger) throws ClusterException {
    parts.cluster().isDoing(wanted.isPresent() ? "suspend" : "resume");
    try {
      if (ledger.parent().exists()) {
        ledger.write(parent -> with(parent, wanted));
      } else if (wanted.isPresent()) {
        makePlace();
        ledger.write(parent -> with(parent, wanted));
      }
    } catch (ClusterException e) {
      boolean mayBeGone = e.failure().problem().code() == ProblemCode.WRITTEN_BY_OTHER;
      if (!mayBeGone || parts.cluster().parents().read().exists()) {
        throw e;
      }
      writeAnew(wanted, ledger);
    } finally {
      parts.cluster().isDoing("rest");
    }
  }

  /** Somebody deleted the parent: a suspension needs one, and to go on makes one soon. */
  private void writeAnew(Optional<Suspension> wanted, Ledger ledger) throws ClusterException {
    if (wanted.isPresent()) {
      makePlace();
      ledger.remember(parent -> with(parent, wanted));
      ledger.restore();
    } else {
      ledger.remember(parent -> with(parent, wanted));
    }
  }

  private Parent with(Parent parent, Optional<Suspension> wanted) {
    return parent
        .withData(Suspension.DATA, Suspension.toJson(wanted))
        .withAnnotations(
            Map.of(
                ANNOTATION,
                wanted.map(Suspension::words).orElse(""),
                Parent.HOLDER,
                parts.cluster().cluster().lease().holder()));
  }

  /** The record is kept in the environment's namespace, which may not have been made yet. */
  private void makePlace() throws ClusterException {
    String namespace = parts.config().namespace();
    switch (parts.cluster().namespaces().look(namespace)) {
      // that it is going away is said by the API server itself
      case ACTIVE, TERMINATING -> {}
      case MISSING -> parts.cluster().namespaces().create(namespace);
    }
  }

  /** Takes effect whether it can be written down now or with the next write. */
  private void end(Ledger ledger) {
    Optional<Suspension> before = current;
    try {
      write(Optional.empty(), ledger);
    } catch (ClusterException e) {
      LOG.warn("{}: {}", name(), e.failure().problem());
      ledger.remember(parent -> with(parent, Optional.empty()));
    }
    holds(Optional.empty());
    tell("resumed: its time is up", before, ledger);
  }

  private void tell(String words, Optional<Suspension> before, Ledger ledger) {
    String message =
        words + before.map(then -> " (was suspended by " + then.words() + ")").orElse("");
    LOG.info("{} {}", name(), message);
    if (ledger.parent().exists()) {
      String activity = isOn() ? "suspend" : "resume";
      parts.cluster().isDoing(activity);
      parts
          .cluster()
          .events()
          .publish(ledger.parent(), false, isOn() ? "Suspended" : "Resumed", message);
      parts.cluster().isDoing("rest");
    }
  }

  private String name() {
    return parts.config().name();
  }

  /** For how long it stays as it is, if nobody says otherwise. */
  Duration untilEnd(Duration atMost) {
    Instant now = parts.clock().instant();
    Optional<Duration> left =
        current.flatMap(Suspension::until).map(end -> Duration.between(now, end));
    return left.filter(l -> l.compareTo(atMost) < 0)
        .map(l -> l.isNegative() ? Duration.ZERO : l)
        .orElse(atMost);
  }
}
