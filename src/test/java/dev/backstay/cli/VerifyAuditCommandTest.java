package dev.backstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerifyAuditCommandTest {
  private static final String LIST =
      """
      {"kind":"Event","stage":"ResponseComplete","verb":"list","requestURI":"/api/v1/pods?watch=0",\
      "userAgent":"backstay/1.0 one (shop/production; rest)","responseStatus":{"code":200},\
      "requestReceivedTimestamp":"2026-01-01T00:00:00Z","objectRef":{"resource":"pods"}}
      """;

  @TempDir private Path folder = Path.of("");
  private int code;

  private List<String> verify(String history) throws IOException {
    return verify(Files.writeString(folder.resolve("audit.jsonl"), history));
  }

  private List<String> verify(Path file) {
    StringWriter out = new StringWriter();
    code =
        Backstay.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .execute("verify-audit", file.toString());
    return out.toString().lines().toList();
  }

  @Test
  void aHistoryThatKeepsAllPromisesIsFine() throws IOException {
    assertThat(verify(LIST)).containsExactly("1 request of 0 syncs checked, 0 violations");
    assertThat(code).isZero();
  }

  @Test
  void aViolationIsOneLineWithPromiseTimeAndRequest() throws IOException {
    String write = LIST.replace("\"list\"", "\"create\"").replace("00:00:00Z", "00:00:01Z");
    assertThat(verify(LIST + write))
        .containsExactly(
            "P1 2026-01-01T00:00:01Z shop/production: create /api/v1/pods 200: written outside of a"
                + " sync",
            "2 requests of 0 syncs checked, 1 violation");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void aFileThatTellsNothingOfAnAgentIsWrongUse() throws IOException {
    assertThat(verify(LIST.replace("backstay/1.0", "kubectl/1.37")))
        .singleElement()
        .asString()
        .endsWith("audit.jsonl has no request of a Backstay agent");
    assertThat(code).isEqualTo(2);
    assertThat(verify("nothing")).singleElement().asString().endsWith("line 1: it is no JSON");
    assertThat(code).isEqualTo(2);
    assertThat(verify(folder)).singleElement().asString().endsWith("is no file");
    assertThat(code).isEqualTo(2);
  }
}
