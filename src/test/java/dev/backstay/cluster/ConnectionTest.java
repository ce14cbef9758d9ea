package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConnectionTest {
  @TempDir private Path folder;
  private Path kubeconfig;

  @BeforeEach
  void write() throws IOException {
    kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(folder.resolve("ca.crt"), "one");
    write("https://127.0.0.1:1", "a-token");
  }

  private void write(String server, String token) throws IOException {
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{ name: c, cluster: { server: "%s", certificate-authority: ca.crt } }]
        users: [{ name: u, user: { token: "%s" } }]
        contexts: [{ name: x, context: { cluster: c, user: u } }]
        current-context: x
        """
            .formatted(server, token));
  }

  private Connection connect() {
    return Connection.by(Optional.of(kubeconfig));
  }

  @Test
  void staysWhereItIsWhileTheFileSaysTheSame() throws IOException {
    try (Connection connection = connect()) {
      Connection.Way before = connection.way();
      write("https://127.0.0.1:1", "a-token");
      assertThat(connection.renew(before)).isFalse();
      assertThat(connection.way()).isSameAs(before);
    }
  }

  @Test
  void connectsAnewWhenTokenServerOrCertificateChanged() throws IOException {
    try (Connection connection = connect()) {
      Connection.Way first = connection.way();
      write("https://127.0.0.1:1", "another-token");
      assertThat(connection.renew(first)).isTrue();
      assertThat(connection.renew(first)).as("another one has done it already").isTrue();
      Connection.Way second = connection.way();
      assertThat(connection.renew(second)).isFalse();

      write("https://127.0.0.1:2", "another-token");
      assertThat(connection.renew(second)).isTrue();
      Connection.Way third = connection.way();
      assertThat(third.base()).isEqualTo("https://127.0.0.1:2/");

      Files.writeString(folder.resolve("ca.crt"), "two");
      assertThat(connection.renew(third)).isTrue();
    }
  }

  @Test
  void staysWhereItIsWhileTheFileIsHalfWrittenOrGone() throws IOException {
    try (Connection connection = connect()) {
      Connection.Way before = connection.way();
      for (String half : new String[] {"", "apiVersion: v1\nclus", "clusters: [{ name", "{}"}) {
        Files.writeString(kubeconfig, half);
        assertThat(connection.renew(before)).as(half).isFalse();
      }
      Files.delete(kubeconfig);
      assertThat(connection.renew(before)).isFalse();
      assertThat(connection.way()).isSameAs(before);
    }
  }

  @Test
  void refusesAFileThatNamesNoClusterInsteadOfTryingAnother() throws IOException {
    Files.writeString(kubeconfig, "{}");
    assertThatThrownBy(this::connect).hasMessageContaining("names no current context");
  }

  @Test
  void lesson12_aKubeconfigThatCannotBeParsedIsNotQuoted() throws IOException {
    Files.writeString(kubeconfig, "users: [{ user: { token: very-secret");
    assertThatThrownBy(this::connect)
        .hasNoCause()
        .hasMessageContaining(kubeconfig.toString())
        .hasMessageNotContaining("very-secret");
  }

  @Test
  void goesByTheContextThatIsAskedFor() {
    try (Connection connection = Connection.by(Optional.of(kubeconfig), Optional.of("x"))) {
      assertThat(connection.way().base()).isEqualTo("https://127.0.0.1:1/");
    }
    assertThatThrownBy(() -> Connection.by(Optional.of(kubeconfig), Optional.of("y")).close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(kubeconfig + " has no context y");
  }
}
