package dev.backstay.audit;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that was written down of some agents: JSON lines, in any order. Audit events are as the API
 * server writes them; every other line says by its {@code kind} what it is.
 */
public final class StoredHistory {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<AuditEvent> events = new ArrayList<>();
  private final List<Commit> commits = new ArrayList<>();
  private final List<Sync> syncs = new ArrayList<>();
  private final List<Scope> scopes = new ArrayList<>();
  private final List<Correction> corrections = new ArrayList<>();
  private final List<String> logLines = new ArrayList<>();
  private final Set<String> acceptedRewrites = new HashSet<>();
  private boolean disturbed;

  private StoredHistory() {}

  /**
   * Reads a history.
   *
   * @throws MalformedHistory at the first line that is none of it
   */
  public static StoredHistory read(Stream<String> lines) throws MalformedHistory {
    StoredHistory history = new StoredHistory();
    int number = 0;
    for (Iterator<String> all = lines.iterator(); all.hasNext(); ) {
      String line = all.next();
      number++;
      if (!line.isBlank()) {
        history.take(number, line);
      }
    }
    return history;
  }

  private void take(int number, String text) throws MalformedHistory {
    try {
      JsonNode line = JSON.readTree(text);
      String kind = line.path("kind").asString("");
      if (!take(kind, line)) {
        throw new MalformedHistory(number, "the kind \"" + kind + "\" is not known");
      }
    } catch (JacksonException _) {
      throw new MalformedHistory(number, "it is no JSON");
    } catch (DateTimeException _) {
      throw new MalformedHistory(number, "a time is missing or is none");
    }
  }

  private boolean take(String kind, JsonNode line) {
    switch (kind) {
      case "Event" -> AuditEvent.of(line).ifPresent(events::add);
      case "Commit" -> commits.add(Commit.of(line));
      case "Sync" -> syncs.add(Sync.of(line));
      case "Environment" -> scopes.add(Scope.of(line));
      case "Correction" -> corrections.add(Correction.of(line));
      case "Log" -> logLines.add(line.path("line").asString(""));
      case "AcceptedRewrite" -> acceptedRewrites.add(line.path("revision").asString(""));
      case "Disturbance" -> disturbed = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  /** What agents asked, in the order in which it was received. */
  List<AuditEvent> events() {
    return events.stream().sorted(java.util.Comparator.comparing(AuditEvent::at)).toList();
  }

  List<Commit> commits() {
    return List.copyOf(commits);
  }

  List<Sync> syncs(String environment) {
    return syncs.stream().filter(sync -> sync.environment().equals(environment)).toList();
  }

  Optional<Scope> scope(String environment) {
    return scopes.stream().filter(scope -> scope.environment().equals(environment)).findFirst();
  }

  List<Correction> corrections(String environment) {
    return corrections.stream().filter(c -> c.environment().equals(environment)).toList();
  }

  /** The environments that anything is known of. */
  Set<String> environments() {
    Set<String> names = new java.util.TreeSet<>();
    events.forEach(event -> names.add(event.caller().environment()));
    syncs.forEach(sync -> names.add(sync.environment()));
    scopes.forEach(scope -> names.add(scope.environment()));
    names.remove("");
    return names;
  }

  List<String> logLines() {
    return List.copyOf(logLines);
  }

  /** Heads whose rewritten history somebody accepted. */
  Set<String> acceptedRewrites() {
    return Set.copyOf(acceptedRewrites);
  }

  /** Something between agent and API server lost requests or answers on purpose. */
  boolean isDisturbed() {
    return disturbed;
  }
}
