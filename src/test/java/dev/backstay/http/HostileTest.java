package dev.backstay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.config.AccessConfig;
import dev.backstay.testing.CapturedLog;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no good client sends: it is answered shortly, and leaves no trace. */
final class HostileTest {
  private static final AccessConfig ANYONE =
      new AccessConfig(Optional.empty(), false, Optional.empty());
  private static final Doors DOORS =
      Doors.open(Doors.config(ANYONE, Optional.empty(), List.of("127.0.0.1", "evil")));

  @AfterAll
  static void close() {
    DOORS.close();
  }

  private static String send(int port, String request) {
    try (Wire wire = new Wire(port, "127.0.0.1")) {
      return wire.send(request).all();
    }
  }

  private static String send(String request) {
    return send(DOORS.server.port(), request);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/1.1 | Host: evil | 200",
        "GET /evil HTTP/1.1 | Host: evil | 404",
        "GET /evil/../page HTTP/1.1 | Host: evil | 404",
        "GET /../evil HTTP/1.1 | Host: evil | 400",
        "GET /evil/%2e%2e/%2e%2e/x HTTP/1.1 | Host: evil | 400",
        "GET /api/v1/environments/a%2fevil HTTP/1.1 | Host: evil | 400",
        "GET /api/v1/environments/a%5cevil HTTP/1.1 | Host: evil | 400,404,200",
        "GET /api/v1/environments/%00evil HTTP/1.1 | Host: evil | 400",
        "GET /api/v1/environments/%ffevil HTTP/1.1 | Host: evil | 400",
        "GET /api/v1/environments/%zzevil HTTP/1.1 | Host: evil | 400",
        "GET /api/v1/environments/a;evil=1 HTTP/1.1 | Host: evil | 200,400",
        "GET //evil HTTP/1.1 | Host: evil | 400",
        "GET evil HTTP/1.1 | Host: evil | 400",
        "GET http://evil/ HTTP/1.1 | Host: evil | 200",
        "GET http://127.0.0.1/ HTTP/1.1 | Host: evil | 400",
        "GET / HTTP/1.1 | Host: elsewhere.example.com | 421",
        "GET http://elsewhere.example.com/ HTTP/1.1 | Host: elsewhere.example.com | 421",
        "GET / HTTP/1.1 | X: evil | 400",
        "GET / HTTP/1.1 | Host: evil~Host: 127.0.0.1 | 400",
        "GET / HTTP/1.1 | Host: evil/../ | 400",
        "GET / HTTP/9.9 | Host: evil | 400,505",
        "GET / | Host: evil | 400,505",
        "evil | Host: evil | 400",
        "HEAD / HTTP/1.1 | Host: evil | 200",
        "TRACE / HTTP/1.1 | Host: evil~X: evil | 405",
        "OPTIONS / HTTP/1.1 | Host: evil~Origin: https://evil | 405",
        "OPTIONS * HTTP/1.1 | Host: evil | 405,400",
        "PUT / HTTP/1.1 | Host: evil~Content-Length: 0 | 405",
        "DELETE / HTTP/1.1 | Host: evil | 405",
        "PATCH / HTTP/1.1 | Host: evil | 405",
        "EVIL / HTTP/1.1 | Host: evil | 405",
        "get / HTTP/1.1 | Host: evil | 405,400",
        "CONNECT evil:80 HTTP/1.1 | Host: evil:80 | 405,400",
        "POST /evil HTTP/1.1 | Host: evil~Content-Length: 1~Content-Length: 2 | 400",
        "POST /evil HTTP/1.1 | Host: evil~Content-Length: 1~Content-Length: 1 | 400",
        "POST /evil HTTP/1.1 | Host: evil~Content-Length: 1,2 | 400",
        "POST /evil HTTP/1.1 | Host: evil~Content-Length: -1 | 400",
        "POST /evil HTTP/1.1 | Host: evil~Content-Length: 99999999999999999999 | 400",
        "POST /evil HTTP/1.1 | Host: evil~Content-Length: 4~Transfer-Encoding: chunked | 400",
        "POST /evil HTTP/1.1 | Host: evil~Transfer-Encoding: chunked, identity | 400,501",
        "POST /evil HTTP/1.1 | Host: evil~Transfer-Encoding: xchunked | 400,501",
        "POST /evil HTTP/1.1 | Host: evil~Transfer-Encoding : chunked | 400",
        "POST /evil HTTP/1.1 | Host: evil~Content-Length: 65537 | 413",
        "GET / HTTP/1.1 | Host: evil~X: a~ evil | 400",
        "GET / HTTP/1.1 | Host: evil~evil | 400",
        "GET / HTTP/1.1 | Host: evil~: evil | 400",
        "GET / HTTP/1.1 | Host: evil~X y: evil | 400"
      })
  void isAnsweredShortlyAndLeavesNoTrace(String line, String headers, String expected) {
    try (CapturedLog log = CapturedLog.listen()) {
      String answer =
          send(line + "\r\n" + headers.replace("~", "\r\n") + "\r\nConnection: close\r\n\r\n");
      assertThat(answer).as(line).startsWith("HTTP/1.1 ");
      assertThat(List.of(expected.split(",", -1))).as(answer).contains(answer.substring(9, 12));
      assertSafe(answer);
      assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("evil");
      assertThat(log.text().lines().filter(said -> !isOfParser(said))).isEmpty();
    }
  }

  /** These are switched off where the agent's log is set up. */
  private static boolean isOfParser(String said) {
    return said.startsWith("Encountered multiple `Host`") || said.startsWith("Bad Authority");
  }

  /** What every answer carries, and what none does. */
  private static void assertSafe(String answer) {
    assertThat(answer)
        .contains(
            "Content-Security-Policy: default-src 'none'",
            "frame-ancestors 'none'",
            "X-Content-Type-Options: nosniff",
            "X-Frame-Options: DENY",
            "Referrer-Policy: same-origin",
            "Cross-Origin-Opener-Policy: same-origin",
            "Cross-Origin-Resource-Policy: same-origin",
            "Cache-Control: no-store")
        .doesNotContain(
            "unsafe-inline", "Server:", "X-Powered-By", "Exception", "Strict-Transport");
    assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("jetty", "javalin");
  }

  @Test
  void headsThatAreTooLargeOrHaveTooManyLinesAreRefused() {
    String start = "GET / HTTP/1.1\r\nHost: evil\r\nConnection: close\r\n";
    for (String head :
        List.of(
            start + "X: " + "a".repeat(20_000) + "\r\n\r\n",
            start + "X: a\r\n".repeat(200) + "\r\n")) {
      String answer = send(head);
      assertThat(answer).startsWith("HTTP/1.1 431");
      assertSafe(answer);
    }
    assertThat(send("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: evil\r\n\r\n"))
        .startsWith("HTTP/1.1 414");
  }

  @Test
  void aBodyIsBoundedAlsoWithoutALength() {
    String head =
        " HTTP/1.1\r\nHost: evil\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    String chunk = "1000\r\n" + "a".repeat(4_096) + "\r\n";
    assertThat(send("POST /change" + head + chunk.repeat(17) + "0\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
    assertThat(send("POST /webhooks/any" + head + chunk.repeat(17) + "0\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .contains("69632");
    assertThat(send("POST /webhooks/any" + head + "zz\r\n")).startsWith("HTTP/1.1 400");
  }

  @Test
  void everyAnswerOfBothPortsIsSafe() {
    String end = " HTTP/1.1\r\nHost: evil\r\nConnection: close\r\n\r\n";
    try (CapturedLog log = CapturedLog.listen()) {
      String broken = send("GET /broken" + end);
      assertThat(broken).startsWith("HTTP/1.1 500").doesNotContain("inner words");
      assertThat(log.text()).contains("inner words");
      for (String answer :
          List.of(
              broken,
              send("GET /" + end),
              send("GET /nowhere" + end),
              send("GET /sign-in" + end),
              send("POST /sign-in" + end),
              send("POST /change" + end),
              send(DOORS.server.probePort(), "GET /livez" + end),
              send(DOORS.server.probePort(), "GET /metrics" + end),
              send(DOORS.server.probePort(), "POST /livez" + end),
              send(DOORS.server.probePort(), "GET /" + end))) {
        assertSafe(answer);
      }
    }
  }
}
