package dev.backstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands as they are typed: exit codes, and what goes where. */
final class BackstayTest {
  private static final String VALID =
      """
      repository:
        url: https://git.example.com/acme/config.git
      environments:
        - name: production
          path: production
          namespace: outsrc
        - name: staging
          path: staging
          namespace: outsrc-staging
      """;

  @TempDir private Path folder = Path.of("");

  private record Ended(int code, String out, String err) {}

  private static Ended backstay(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Backstay.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = commandLine.execute(arguments);
    commandLine.getOut().flush();
    commandLine.getErr().flush();
    return new Ended(code, out.toString(), err.toString());
  }

  private String config(String yaml) throws IOException {
    return Files.writeString(folder.resolve("backstay.yaml"), yaml).toString();
  }

  @Test
  void validateIsFineWithAGoodConfiguration() throws Exception {
    String file = config(VALID);
    Ended ended = backstay("validate", "--config", file);
    assertThat(ended.code()).isZero();
    assertThat(ended.out().strip()).isEqualTo(file + " is valid: 2 environments");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void validateTellsAllErrorsWithTheirLines() throws Exception {
    String file = config(VALID.replace("path: staging", "pth: staging").replace("url:", "uri:"));
    Ended ended = backstay("validate", "--config", file);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains(file + ":2: ").contains(file + ":8: ").contains("path");
  }

  @Test
  void validateFailsWithoutAFile() {
    Path missing = folder.resolve("missing.yaml");
    Ended ended = backstay("validate", "--config", missing.toString());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains(missing.toString()).doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status --frobnicate", "sync", "completion", "completion fish", "run a"})
  void wrongUseIsToldWithTheUsage(String arguments) {
    Ended ended = backstay(arguments.split(" "));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("Usage: backstay");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void aCommandThatDoesNotExistIsWrongUse() {
    Ended ended = backstay("statsu");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("statsu", "Did you mean: backstay status");
  }

  @Test
  void noCommandAtAllIsWrongUse() {
    Ended ended = backstay();
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("Usage: backstay");
  }

  @Test
  void helpNamesEveryCommand() {
    Ended ended = backstay("--help");
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("run", "status", "history", "sync", "validate", "version");
  }

  @Test
  void theVersionIsTheSameHoweverItIsAskedFor() {
    Ended command = backstay("version");
    assertThat(command.code()).isZero();
    assertThat(command.out().strip()).matches("backstay \\S+");
    assertThat(backstay("--version").out()).isEqualTo(command.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "history production", "sync production"})
  void anAgentThatDoesNotAnswerIsToldInOneLine(String command) throws Exception {
    String server = "http://127.0.0.1:" + closedPort();
    Ended ended = backstay((command + " --server " + server).split(" "));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err().strip())
        .isEqualTo("error: no agent answers at " + server + " (use --server or BACKSTAY_SERVER)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync production", "sync --wait production"})
  void whatOnlyTheAgentCanDoNeedsItsAddress(String command) {
    Ended ended = backstay((command + " --server ").split(" ", -1));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .startsWith(
            "this is asked of the agent, a kubeconfig is not enough: say where it is with --server"
                + " or BACKSTAY_SERVER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8080", "ftp://host", "http://", "a b"})
  void anAddressThatIsNoneIsWrongUse(String server) {
    Ended ended = backstay("status", "--server", server);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .startsWith("--server is an address such as http://127.0.0.1:8080, not " + server);
  }

  @Test
  void aKubeconfigThatIsMissingOrHasNoSuchContextIsWrongUse() throws Exception {
    String missing = folder.resolve("missing").toString();
    Ended ended = backstay("status", "--kubeconfig", missing);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).startsWith(missing + " is missing, is no kubeconfig, or names");
    String kubeconfig = kubeconfig(closedPort());
    Ended elsewhere = backstay("status", "--kubeconfig", kubeconfig, "--context", "elsewhere");
    assertThat(elsewhere.code()).isEqualTo(2);
    assertThat(elsewhere.err()).startsWith(kubeconfig + " has no context elsewhere");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "status -w", "history production", "history"})
  void aClusterThatDoesNotAnswerIsToldInOneLine(String command) throws Exception {
    int port = closedPort();
    Ended ended = backstay((command + " --kubeconfig " + kubeconfig(port)).split(" "));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err().lines().toList())
        .last()
        .asString()
        .startsWith("error: ")
        .contains("127.0.0.1:" + port);
  }

  private String kubeconfig(int port) throws IOException {
    return Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{ name: c, cluster: { server: "http://127.0.0.1:%d" } }]
            users: [{ name: u, user: { token: "a" } }]
            contexts: [{ name: x, context: { cluster: c, user: u } }]
            current-context: x
            """
                .formatted(port))
        .toString();
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
