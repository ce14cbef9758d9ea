package dev.backstay.audit;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * P9: nothing that has the form of a credential is in a request's address, in an error of the
 * history, or in the agent's log.
 */
final class NothingSecret {
  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY|\\beyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}"
              + "|\\bgh[pousr]_\\w{20,}|\\bglpat-[\\w-]{20,}|\\bbks_[\\w-]{43}|\\bAKIA[A-Z0-9]{16}\\b"
              + "|://[^/@\\s:]+:(?!\\*)[^/@\\s]+@|(?i:\\bbearer [\\w.~+/-]{16,})");

  private static final OffsetDateTime NEVER =
      OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private NothingSecret() {}

  static List<Violation> in(StoredHistory history) {
    List<Violation> violations = new ArrayList<>();
    for (AuditEvent event : history.events()) {
      if (isFound(event.uri())) {
        violations.add(
            new Violation(
                "P9", event.caller().environment(), event.at(), event.words(), in("its address")));
      }
    }
    for (String environment : history.environments()) {
      for (Sync sync : history.syncs(environment)) {
        if (sync.errors().stream().anyMatch(NothingSecret::isFound)) {
          violations.add(
              new Violation(
                  "P9", environment, sync.finished(), "sync " + sync.number(), in("an error")));
        }
      }
    }
    int number = 0;
    for (String line : history.logLines()) {
      number++;
      if (isFound(line)) {
        violations.add(new Violation("P9", "", NEVER, "line " + number + " of the log", in("it")));
      }
    }
    return violations;
  }

  /** Where it is, never what it is. */
  private static String in(String where) {
    return "something like a credential is in " + where;
  }

  private static boolean isFound(String text) {
    Matcher matcher = CREDENTIAL.matcher(text);
    return matcher.find();
  }
}
