package dev.backstay.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A real mutating admission webhook on this machine: it answers each review with the same JSON
 * patch, over TLS with a certificate of its own.
 */
public final class AdmissionWebhook implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PASSWORD = "for-tests";

  private final HttpsServer server;
  private final String authority;
  private final String patch;
  private final AtomicInteger reviews = new AtomicInteger();

  private AdmissionWebhook(HttpsServer server, String authority, String patch) {
    this.server = server;
    this.authority = authority;
    this.patch = patch;
  }

  /**
   * Starts it.
   *
   * @param patch an RFC 6902 patch of the object under review
   */
  public static AdmissionWebhook start(Path folder, String patch) {
    try {
      Path keys = folder.resolve("webhook.p12");
      keytool(
          "-genkeypair",
          "-alias",
          "webhook",
          "-keyalg",
          "EC",
          "-dname",
          "CN=127.0.0.1",
          "-ext",
          "SAN=IP:127.0.0.1",
          "-validity",
          "2",
          "-storetype",
          "PKCS12",
          "-keystore",
          keys.toString(),
          "-storepass",
          PASSWORD);
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(keys)) {
        store.load(in, PASSWORD.toCharArray());
      }
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, PASSWORD.toCharArray());
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(managers.getKeyManagers(), null, null);
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      AdmissionWebhook webhook =
          new AdmissionWebhook(server, pem(store.getCertificate("webhook").getEncoded()), patch);
      server.createContext("/", webhook::review);
      server.start();
      return webhook;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(String... arguments) throws IOException {
    String[] command = new String[arguments.length + 1];
    command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String pem(byte[] certificate) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(certificate)
        + "\n-----END CERTIFICATE-----\n";
  }

  private void review(HttpExchange exchange) throws IOException {
    JsonNode review = JSON.readTree(exchange.getRequestBody());
    ObjectNode answer = JSON.createObjectNode();
    answer.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    answer
        .putObject("response")
        .put("uid", review.path("request").path("uid").asString(""))
        .put("allowed", true)
        .put("patchType", "JSONPatch")
        .put("patch", Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
    byte[] body = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
    reviews.incrementAndGet();
  }

  /** How often it was asked. */
  public int reviews() {
    return reviews.get();
  }

  /** The configuration that makes the API server ask it about one kind in one namespace. */
  public String configuration(String name, String namespace, String group, String resource) {
    return """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: { name: %s }
        webhooks:
          - name: test.backstay.dev
            admissionReviewVersions: [v1]
            sideEffects: None
            clientConfig: { url: "https://127.0.0.1:%d/", caBundle: %s }
            namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: %s } }
            rules:
              - { apiGroups: ["%s"], apiVersions: ["*"], resources: [%s], operations: [CREATE, UPDATE] }
        """
        .formatted(
            name,
            server.getAddress().getPort(),
            Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII)),
            namespace,
            group,
            resource);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
