package dev.backstay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Counts the agent's requests by what the API server itself wrote down. */
public final class AuditLog {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern AGENT =
      Pattern.compile("\"userAgent\":\"backstay/\\S+ [^ \"]+(?: \\(([^;\"]+);[^\"]*)?\"");

  private final Path file;
  private final String user;

  AuditLog(Path file, String user) {
    this.file = file;
    this.user = user;
  }

  /** One answered request. */
  public record Request(
      String verb, String resource, String namespace, String name, String uri, int code) {
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

  /**
   * What agents asked since a mark, as the API server wrote it: for some environments, and for
   * none.
   *
   * @param environments as {@code namespace/name}
   */
  List<String> linesSince(long mark, Set<String> environments) {
    return addedSince(mark).filter(line -> isOfAgent(line, environments)).toList();
  }

  private static boolean isOfAgent(String line, Set<String> environments) {
    Matcher agent = AGENT.matcher(line);
    return agent.find() && (agent.start(1) < 0 || environments.contains(agent.group(1)));
  }

  private Stream<String> addedSince(long mark) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer added = ByteBuffer.allocate((int) (channel.size() - mark));
      while (added.hasRemaining() && channel.read(added, mark + added.position()) > 0) {
        // a read may give less than there is
      }
      return new String(added.array(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("{") && line.endsWith("}"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everybody's requests since a mark, as the API server wrote them down. */
  public Stream<JsonNode> eventsSince(long mark) {
    return addedSince(mark).map(JSON::readTree);
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
                event.path("requestURI").asString(""),
                event.path("responseStatus").path("code").asInt(0)))
        : Stream.empty();
  }
}
