package dev.backstay.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StoredHistoryTest {
  private static List<AuditEvent> events(String... lines) throws MalformedHistory {
    return StoredHistory.read(Stream.of(lines)).events();
  }

  private static String event(String stage, String userAgent) {
    return """
        {"kind":"Event","stage":"%s","userAgent":"%s","verb":"patch","requestURI":"/x",\
        "requestReceivedTimestamp":"2026-01-01T00:00:00.5Z","responseStatus":{"code":500},\
        "objectRef":{"resource":"pods","subresource":"status","apiGroup":"g","name":"n"}}"""
        .formatted(stage, userAgent);
  }

  @Test
  void onlyAnsweredRequestsOfAgentsAreRead() throws MalformedHistory {
    assertThat(
            events(
                event("ResponseComplete", "kubectl/v1.37"),
                event("ResponseStarted", "backstay/1.0 one"),
                event("Panic", "backstay/1.0 one"),
                "",
                event("ResponseComplete", "backstay/1.0 one (shop/production; sync 12 3f2a1c9)")))
        .extracting(AuditEvent::caller)
        .containsExactly(
            new Caller("one", "", ""), new Caller("one", "shop/production", "sync 12 3f2a1c9"));
  }

  @Test
  void aSubresourceIsAnObjectOfItsOwn() throws MalformedHistory {
    AuditEvent event = events(event("Panic", "backstay/1.0 one")).getFirst();
    assertThat(event.object()).hasToString("pods/status.g/n");
    assertThat(event.succeeded()).isFalse();
    assertThat(event.words()).isEqualTo("patch /x 500");
  }

  @ParameterizedTest
  @CsvSource({
    "get, /a, READ",
    "list, /a?labelSelector=x, READ",
    "watch, /a?watch=1, WATCH",
    "delete, /a?dryRun=All, REHEARSAL",
    "patch, /a?fieldManager=backstay, APPLY",
    "patch, /a, WRITE",
    "create, /a, WRITE",
    "deletecollection, /a, DELETE"
  })
  void theKindOfARequestIsKnown(String verb, String uri, AuditEvent.Kind kind)
      throws MalformedHistory {
    String line = event("Panic", "backstay/1.0 one").replace("patch", verb).replace("/x", uri);
    assertThat(events(line).getFirst().kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no json | line 2: it is no JSON",
        "{\"kind\":\"Pod\"} | line 2: the kind \"Pod\" is not known",
        "{\"kind\":\"Sync\",\"started\":\"yesterday\"} | line 2: a time is missing or is none"
      })
  void aLineThatIsNoneOfAHistoryIsNamed(String line, String message) {
    assertThatThrownBy(() -> StoredHistory.read(Stream.of("{\"kind\":\"Disturbance\"}", line)))
        .isInstanceOf(MalformedHistory.class)
        .hasMessage(message);
  }

  @Test
  void aCommitIsFoundByTheBeginningOfItsId() {
    Ancestry ancestry =
        new Ancestry(
            List.of(
                new Commit("abc1", List.of(), 0),
                new Commit("abc2", List.of("abc1"), 0),
                new Commit("abc", List.of(), 0)));
    assertThat(ancestry.find("abc2")).isPresent();
    assertThat(ancestry.find("abc")).map(Commit::id).contains("abc");
    assertThat(ancestry.find("ab")).isEmpty();
    assertThat(ancestry.find("")).isEmpty();
  }
}
