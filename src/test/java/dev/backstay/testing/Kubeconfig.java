package dev.backstay.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A kubeconfig of one cluster and one user with a token. It is written as JSON, which is YAML too,
 * and replaced in one step, as a mounted Secret is.
 */
public final class Kubeconfig {
  private static final String AUTHORITY = "certificate-authority-data";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ObjectNode content;

  private Kubeconfig(ObjectNode content) {
    this.content = content;
  }

  public static Kubeconfig read(Path file) {
    try {
      Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
      return new Kubeconfig(JSON.valueToTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of the API server. */
  public URI server() {
    return URI.create(cluster().path("server").asString());
  }

  /** The certificates to trust, as PEM. */
  public Optional<String> authority() {
    return cluster()
        .path(AUTHORITY)
        .asStringOpt()
        .map(data -> new String(Base64.getDecoder().decode(data), StandardCharsets.US_ASCII));
  }

  Optional<ByteArrayInputStream> authorityStream() {
    return authority()
        .map(pem -> new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  public String token() {
    return user().path("token").asString();
  }

  /** The same user at another address, which is trusted by another certificate, or plain HTTP. */
  public Kubeconfig at(URI server, Optional<String> authorityPem) {
    Kubeconfig copy = new Kubeconfig(content.deepCopy());
    ObjectNode cluster = copy.cluster();
    cluster.put("server", server.toString());
    cluster.remove(AUTHORITY);
    authorityPem.ifPresent(
        pem ->
            cluster.put(
                AUTHORITY,
                Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII))));
    return copy;
  }

  public Kubeconfig withToken(String token) {
    Kubeconfig copy = new Kubeconfig(content.deepCopy());
    copy.user().put("token", token);
    return copy;
  }

  /** The same user, whose own namespace is another one. */
  public Kubeconfig inNamespace(String namespace) {
    Kubeconfig copy = new Kubeconfig(content.deepCopy());
    String context = content.path("current-context").asString();
    ((ObjectNode) copy.named("contexts", context).path("context")).put("namespace", namespace);
    return copy;
  }

  /** Writes it, or replaces what is there. */
  public Path write(Path file) {
    try {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, JSON.writeValueAsString(content));
      return Files.move(
          next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode cluster() {
    return current("clusters", "cluster");
  }

  private ObjectNode user() {
    return current("users", "user");
  }

  private ObjectNode current(String list, String kind) {
    String context = content.path("current-context").asString();
    JsonNode names = named("contexts", context).path("context");
    return (ObjectNode) named(list, names.path(kind).asString()).path(kind);
  }

  private JsonNode named(String list, String name) {
    for (JsonNode entry : content.path(list)) {
      if (entry.path("name").asString().equals(name)) {
        return entry;
      }
    }
    throw new IllegalArgumentException("the kubeconfig has no " + list + " entry " + name);
  }
}
