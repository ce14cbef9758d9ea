package dev.backstay.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How one request to the API server can end. */
public sealed interface Answer {

  /**
   * It was carried out.
   *
   * @param warnings the server's {@code Warning} headers
   */
  record Ok(int code, JsonNode body, List<String> warnings) implements Answer {}

  /**
   * The server said no.
   *
   * @param status the {@code Status} object, or an empty one if the answer was something else
   * @param retryAfter how long it wants to be left alone
   */
  record No(int code, String message, JsonNode status, Optional<Duration> retryAfter)
      implements Answer {
    No(int code, String message, JsonNode status) {
      this(code, message, status, Optional.empty());
    }
  }

  /** Nothing, or nothing complete, came back. */
  record Nothing(String message) implements Answer {}

  /** The HTTP status, or 0 where nothing came back. */
  default int code() {
    return switch (this) {
      case Ok ok -> ok.code();
      case No no -> no.code();
      case Nothing _ -> 0;
    };
  }

  /** The body of what was carried out. */
  default JsonNode orThrow(String what) throws ClusterException {
    return switch (this) {
      case Ok ok -> ok.body();
      case No no -> throw new ClusterException(ApiFailure.general(what, no));
      case Nothing nothing -> throw new ClusterException(ApiFailure.general(what, nothing));
    };
  }
}
