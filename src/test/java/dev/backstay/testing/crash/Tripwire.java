package dev.backstay.testing.crash;

import dev.backstay.testing.Fault;
import dev.backstay.testing.FaultProxy;
import dev.backstay.testing.ProxyRequest;
import dev.backstay.testing.crash.Disturbance.CutAfterWrite;
import dev.backstay.testing.crash.Disturbance.CutBeforeWrite;
import dev.backstay.testing.crash.Disturbance.DoubledEvent;
import dev.backstay.testing.crash.Disturbance.DroppedEvent;
import dev.backstay.testing.crash.Disturbance.OldWatch;
import dev.backstay.testing.crash.Disturbance.StaleRead;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Makes one {@link Disturbance} happen, and counts what would have been others. */
final class Tripwire implements FaultProxy.Rule {
  private static final Fault PASS = new Fault.Pass();
  private static final Fault CUT = new Fault.CutBefore();

  private final Optional<Disturbance> disturbance;
  private final Function<Disturbance.Age, String> versions;
  private final Past past;
  private final AtomicInteger events = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger watches = new AtomicInteger();
  private volatile String fired = "";
  private volatile boolean isGone;

  /**
   * Prepares it.
   *
   * @param disturbance none: only counts
   * @param versions of the cluster, by their age
   */
  Tripwire(
      Optional<Disturbance> disturbance, Past past, Function<Disturbance.Age, String> versions) {
    this.disturbance = disturbance;
    this.past = past;
    this.versions = versions;
  }

  Counts counts() {
    return new Counts(writes.get(), reads.get(), watches.get(), events.get());
  }

  /** What it happened to; empty if it has not. */
  String fired() {
    return fired;
  }

  @Override
  public Fault on(ProxyRequest request) {
    if (isGone) {
      return CUT;
    }
    Optional<Resource> resource = Resource.of(request.path());
    if (resource.isEmpty() || request.isLease() || request.isDryRun()) {
      return PASS;
    }
    if (request.isWatch()) {
      return onWatch(request, watches.incrementAndGet());
    }
    if (request.isWrite()) {
      return onWrite(request, writes.incrementAndGet());
    }
    return onRead(request, resource.get(), reads.incrementAndGet());
  }

  private Fault onWrite(ProxyRequest request, int write) {
    return switch (disturbance.orElse(null)) {
      case CutBeforeWrite(int number) when number == write -> {
        isGone = true;
        yield fires(request, CUT);
      }
      case CutAfterWrite(int number) when number == write -> {
        isGone = true;
        yield fires(request, new Fault.CutAfter());
      }
      case null, default -> PASS;
    };
  }

  private Fault onRead(ProxyRequest request, Resource resource, int read) {
    return disturbance.orElse(null) instanceof StaleRead(int number, Disturbance.Age age)
            && number == read
        ? fires(request, past.answer(request, resource, versions.apply(age)))
        : PASS;
  }

  private Fault onWatch(ProxyRequest request, int watch) {
    return disturbance.orElse(null) instanceof OldWatch(int number, Disturbance.Age age)
            && number == watch
        ? fires(request, Past.watch(request, versions.apply(age)))
        : new Fault.Lines(line -> onEvent(request, line));
  }

  private List<String> onEvent(ProxyRequest watch, String line) {
    if (line.contains("\"type\":\"BOOKMARK\"")) {
      return List.of(line);
    }
    int event = events.incrementAndGet();
    return switch (disturbance.orElse(null)) {
      case DroppedEvent(int number) when number == event -> {
        fires(watch, PASS);
        yield List.of();
      }
      case DoubledEvent(int number) when number == event -> {
        fires(watch, PASS);
        yield List.of(line, line);
      }
      case null, default -> List.of(line);
    };
  }

  private Fault fires(ProxyRequest request, Fault fault) {
    fired = request.method() + " " + request.target();
    return fault;
  }
}
