package dev.backstay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Counts the agent's requests by what the API server itself wrote down. */
public final class AuditLog {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path file;
  private final String user;

  AuditLog(Path file, String user) {
    this.file = file;
    this.user = user;
  }

  /** One answered request. */
  public record Request(String verb, String resource, String namespace, String name, String uri) {
    public boolean isDryRun() {
      return uri.contains("dryRun=All");
    }

    public boolean isWrite() {
      return switch (verb) {
        case "get", "list", "watch" -> false;
        default -> true;
      };
    }

    /** Counted apart by promise P1 and P2: Leases, reopened watches, the digests. */
    public boolean isCountedApart() {
      return resource.equals("leases")
          || verb.equals("watch")
          || name.matches(".*-digests(-[0-9]+)?");
    }
  }

  /** Where the log ends now. */
  public long mark() {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the agent asked since a mark, about one namespace and what has none. */
  public List<Request> since(long mark, String namespace) {
    return eventsSince(mark)
        .flatMap(this::request)
        .filter(request -> request.namespace().equals(namespace) || request.namespace().isEmpty())
        .toList();
  }

  /** Everybody's requests since a mark, as the API server wrote them down. */
  public Stream<JsonNode> eventsSince(long mark) {
    try {
      byte[] all = Files.readAllBytes(file);
      String added =
          new String(
              all, (int) mark, (int) (all.length - mark), java.nio.charset.StandardCharsets.UTF_8);
      return added
          .lines()
          .filter(line -> line.startsWith("{") && line.endsWith("}"))
          .map(JSON::readTree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<Request> request(JsonNode event) {
    boolean counts =
        event.path("user").path("username").asString("").equals(user)
            && event.path("stage").asString("").equals("ResponseComplete");
    JsonNode object = event.path("objectRef");
    return counts
        ? Stream.of(
            new Request(
                event.path("verb").asString(""),
                object.path("resource").asString(""),
                object.path("namespace").asString(""),
                object.path("name").asString(""),
                event.path("requestURI").asString("")))
        : Stream.empty();
  }
}
