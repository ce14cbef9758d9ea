package dev.backstay.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows that this agent lives: one Lease a cluster, renewed while the process runs. Parents name
 * the Lease of the agent that holds them; another agent leaves them alone until it has run out.
 *
 * <p>A Lease that lapsed begins a new term when it is renewed. Somebody else may have taken over in
 * between, so what was begun in one term is never gone on with in the next.
 */
public final class AgentLease implements AutoCloseable {
  public static final Duration DURATION = Duration.ofSeconds(15);
  private static final Duration RENEWAL = Duration.ofSeconds(5);

  /** No new write is begun when the Lease is this close to its end. */
  private static final Duration MARGIN = Duration.ofSeconds(3);

  private static final Duration SURE = DURATION.minus(MARGIN);

  /** A MicroTime, which must have all six digits. */
  private static final DateTimeFormatter MICRO_TIME =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Logger LOG = LoggerFactory.getLogger(AgentLease.class);

  private final KubeHttp http;
  private final String namespace;
  private final String name;
  private final Clock clock;

  /** Written by the renewal, and at the end. */
  private final AtomicReference<Renewed> renewed = new AtomicReference<>(Renewed.NEVER);

  private final Thread renewal;

  /**
   * The last renewal, by two clocks: the one stands still while a machine sleeps, the other may be
   * set.
   *
   * @param term 0 before the first one
   */
  private record Renewed(long term, long nanos, Instant at) {
    static final Renewed NEVER = new Renewed(0, 0, Instant.EPOCH);

    boolean isFresh(Instant now) {
      return System.nanoTime() - nanos < SURE.toNanos() && now.isBefore(at.plus(SURE));
    }

    /** What cannot be taken for live any more. */
    Renewed ended() {
      return new Renewed(term + 1, nanos, Instant.EPOCH);
    }
  }

  /**
   * Prepares the Lease of this process.
   *
   * @param identity distinct for every process, the same after its restart
   */
  public AgentLease(KubeHttp http, String identity, Clock clock) {
    this.http = http;
    this.namespace = http.ownNamespace();
    this.name = "backstay-" + identity;
    this.clock = clock;
    this.renewal = Thread.ofVirtual().name("lease").unstarted(this::keepRenewing);
  }

  /** Begins to renew; the first renewal is made before this returns, if the server answers. */
  public AgentLease start() {
    renew();
    renewal.start();
    return this;
  }

  /** What parents name: {@code namespace/name}. */
  public String holder() {
    return namespace + "/" + name;
  }

  /** The term of the last renewal. */
  public long term() {
    return renewed.get().term();
  }

  /** Whether the Lease is surely ours, and always was since this term: before every write. */
  public boolean isLive(long term) {
    Renewed last = renewed.get();
    return last.term() == term && last.isFresh(clock.instant());
  }

  /** What is known of another agent's Lease. */
  public sealed interface Other {
    record Absent() implements Other {}

    /**
     * The Lease is there.
     *
     * @param renewTime changes while that agent lives
     */
    record Present(String renewTime) implements Other {}
  }

  /** Looks at the Lease that a parent names. */
  public Other look(String holder) throws ClusterException {
    int slash = holder.indexOf('/');
    if (slash < 0) {
      return new Other.Absent();
    }
    Answer answer =
        http.send(
            Request.get(
                collection(holder.substring(0, slash)) + "/" + holder.substring(slash + 1)));
    if (answer.code() == 404) {
      return new Other.Absent();
    }
    JsonNode lease = answer.orThrow("read the lease of agent " + holder);
    String renewTime = lease.path("spec").path("renewTime").asString("");
    return isLongPast(renewTime) ? new Other.Absent() : new Other.Present(renewTime);
  }

  /** Far beyond what two clocks may differ by. */
  private boolean isLongPast(String renewTime) {
    try {
      return Instant.parse(renewTime).isBefore(clock.instant().minus(DURATION.multipliedBy(20)));
    } catch (java.time.format.DateTimeParseException _) {
      return true;
    }
  }

  private void keepRenewing() {
    try {
      while (true) {
        Thread.sleep(RENEWAL);
        renew();
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void renew() {
    long nanos = System.nanoTime();
    Instant at = clock.instant();
    Answer answer = http.send(Request.mergePatch(collection(namespace) + "/" + name, lease()));
    boolean wasMissing = answer.code() == 404;
    if (wasMissing) {
      answer = http.send(Request.post(collection(namespace), lease()));
    }
    if (answer instanceof Answer.Ok) {
      Renewed last = renewed.get();
      // while it was not there, or had run out by the time of the answer, nobody had to wait for it
      boolean sameTerm = !wasMissing && last.isFresh(clock.instant());
      renewed.set(new Renewed(sameTerm ? last.term() : last.term() + 1, nanos, at));
    } else {
      LOG.warn(
          "{}; nothing is written until it can be",
          ApiFailure.general("renew lease " + holder(), answer).problem().message());
    }
  }

  private String lease() {
    ObjectNode lease = JSON.createObjectNode();
    lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    ObjectNode metadata = lease.putObject("metadata");
    metadata.put("name", name).put("namespace", namespace);
    metadata.putObject("labels").put("app.kubernetes.io/managed-by", "backstay");
    lease
        .putObject("spec")
        .put("holderIdentity", name)
        .put("leaseDurationSeconds", DURATION.toSeconds())
        .put("renewTime", MICRO_TIME.format(clock.instant()));
    return JSON.writeValueAsString(lease);
  }

  private static String collection(String namespace) {
    return "apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
  }

  /** Ends the Lease at once, so that a successor need not wait. */
  @Override
  public void close() {
    renewal.interrupt();
    renewed.updateAndGet(Renewed::ended);
    http.send(Request.delete(collection(namespace) + "/" + name, ""));
  }
}
