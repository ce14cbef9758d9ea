package dev.backstay.cluster;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells what happened to an environment as Kubernetes Events on its parent. What happens again is
 * counted in the same Event, as kubectl shows it: {@code (x3 over 5m)}. Used by one thread.
 */
public final class ParentEvents {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** In bytes, as the API server counts where it limits them. */
  private static final int LONGEST_MESSAGE = 1024;

  private static final int LONGEST_INSTANCE = 128;
  private static final int MOST_REMEMBERED = 50;
  private static final String ELLIPSIS = "…";

  private final KubeHttp http;
  private final ApplySet set;
  private final String instance;
  private final Clock clock;

  /** What was told, the least recent first. */
  private final Map<String, Told> told =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Told> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private record Told(String name, Instant first, int count) {
    Told again() {
      return new Told(name, first, count + 1);
    }
  }

  /**
   * Prepares them; nothing is sent yet.
   *
   * @param instance which agent it is that reports
   */
  public ParentEvents(KubeHttp http, ApplySet set, String instance, Clock clock) {
    this.http = http;
    this.set = set;
    this.instance = bounded(instance, LONGEST_INSTANCE);
    this.clock = clock;
  }

  /**
   * Publishes one event, in one request. An event that cannot be written is no reason to stop a
   * sync, so only the answer tells.
   *
   * @param reason one word: {@code Synced}, {@code RolledBack}, {@code Refused}
   * @return whether it was written
   */
  public boolean publish(Parent parent, boolean warning, String reason, String message) {
    String shown = bounded(message, LONGEST_MESSAGE);
    String what = parent.uid() + " " + warning + " " + reason + " " + shown;
    Instant now = clock.instant();
    Told before = told.get(what);
    Told event = before == null ? new Told(name(now), now, 1) : before.again();
    ObjectNode body = json(parent, event, now);
    body.put("type", warning ? "Warning" : "Normal").put("reason", reason).put("message", shown);
    String path = "api/v1/namespaces/" + set.namespace() + "/events/" + event.name();
    Request apply =
        Request.apply(path, JSON.writeValueAsString(body))
            .with("fieldManager", Applier.FIELD_MANAGER)
            .with("force", "true");
    boolean written = http.send(apply) instanceof Answer.Ok;
    if (written) {
      told.put(what, event);
    }
    return written;
  }

  /** In the order of time also where kubectl has nothing but whole seconds to go by. */
  private String name(Instant now) {
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    return set.parentName() + "." + HexFormat.of().toHexDigits(nanos);
  }

  private ObjectNode json(Parent parent, Told event, Instant now) {
    ObjectNode json = JSON.createObjectNode();
    json.put("apiVersion", "v1").put("kind", "Event");
    json.putObject("metadata").put("name", event.name()).put("namespace", set.namespace());
    json.putObject("involvedObject")
        .put("apiVersion", "v1")
        .put("kind", "ConfigMap")
        .put("name", set.parentName())
        .put("namespace", set.namespace())
        .put("uid", parent.uid());
    json.put("firstTimestamp", seconds(event.first()))
        .put("lastTimestamp", seconds(now))
        .put("count", event.count())
        .put("reportingComponent", "backstay")
        .put("reportingInstance", instance)
        .putObject("source")
        .put("component", "backstay");
    return json;
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Whole characters only: half of one would be no text any more. */
  static String bounded(String text, int mostBytes) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= mostBytes) {
      return text;
    }
    int left = mostBytes - ELLIPSIS.getBytes(StandardCharsets.UTF_8).length;
    int end = 0;
    while (end < text.length()) {
      String character = Character.toString(text.codePointAt(end));
      left -= character.getBytes(StandardCharsets.UTF_8).length;
      if (left < 0) {
        break;
      }
      end += character.length();
    }
    return text.substring(0, end) + ELLIPSIS;
  }
}
