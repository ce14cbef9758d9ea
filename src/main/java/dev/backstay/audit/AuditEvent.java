package dev.backstay.audit;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One answered request, as the API server wrote it down ({@code audit.k8s.io/v1}).
 *
 * @param caller what the User-Agent tells
 * @param uri with its query
 * @param account as whom it was made; empty: as the agent itself
 * @param at when it was received
 */
record AuditEvent(
    Caller caller,
    String account,
    String verb,
    ApiObject object,
    String uri,
    int code,
    OffsetDateTime at) {

  /** Empty for what no agent asked, and for the beginning of what is told once more at its end. */
  static Optional<AuditEvent> of(JsonNode event) {
    Optional<Caller> caller = Caller.of(event.path("userAgent").asString(""));
    String stage = event.path("stage").asString("");
    boolean isEnd = stage.equals("ResponseComplete") || stage.equals("Panic");
    return caller.filter(_ -> isEnd).map(known -> read(known, event));
  }

  private static AuditEvent read(Caller caller, JsonNode event) {
    JsonNode ref = event.path("objectRef");
    String subresource = ref.path("subresource").asString("");
    return new AuditEvent(
        caller,
        event.path("impersonatedUser").path("username").asString(""),
        event.path("verb").asString(""),
        new ApiObject(
            ref.path("apiGroup").asString(""),
            ref.path("resource").asString("") + (subresource.isEmpty() ? "" : "/" + subresource),
            ref.path("namespace").asString(""),
            ref.path("name").asString("")),
        event.path("requestURI").asString(""),
        event.path("responseStatus").path("code").asInt(0),
        time(event.path("requestReceivedTimestamp").asString("")));
  }

  /**
   * Reads a time.
   *
   * @throws DateTimeException if it is none
   */
  static OffsetDateTime time(String rfc3339) {
    return OffsetDateTime.parse(rfc3339);
  }

  /** What kind of thing was asked for. */
  enum Kind {
    READ,
    WATCH,
    /** A dry-run, also of a delete. */
    REHEARSAL,
    APPLY,
    /** Any other write of one object. */
    WRITE,
    DELETE
  }

  Kind kind() {
    if (uri.contains("dryRun=All")) {
      return Kind.REHEARSAL;
    }
    if (object.isQuestion()) {
      return Kind.READ;
    }
    return switch (verb) {
      case "get", "list", "head" -> Kind.READ;
      case "watch" -> Kind.WATCH;
      case "delete", "deletecollection" -> Kind.DELETE;
      case "patch" -> uri.contains("fieldManager=") ? Kind.APPLY : Kind.WRITE;
      default -> Kind.WRITE;
    };
  }

  boolean is(Kind other) {
    return kind() == other;
  }

  /** It changes something, or tries whether it could. */
  boolean wantsToWrite() {
    return switch (kind()) {
      case READ, WATCH -> false;
      case REHEARSAL, APPLY, WRITE, DELETE -> true;
    };
  }

  /** It changed something. */
  boolean wrote() {
    return succeeded() && wantsToWrite() && !is(Kind.REHEARSAL);
  }

  boolean succeeded() {
    return code >= 200 && code < 300;
  }

  /** In one line, without what could be long. */
  String words() {
    int query = uri.indexOf('?');
    String rehearsal = is(Kind.REHEARSAL) ? " (dry-run)" : "";
    return verb + " " + (query < 0 ? uri : uri.substring(0, query)) + rehearsal + " " + code;
  }
}
