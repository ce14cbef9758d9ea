package dev.backstay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Counts the agent's requests by what the API server itself wrote down. */
public final class AuditLog {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern ASKER =
      Pattern.compile("\"userAgent\":\"backstay/\\S+ ([^ \"]+)(?: \\(([^;\"]+);[^\"]*)?\"");

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
        default -> !isQuestion();
      };
    }

    /** What may be done, or who asks: nothing is kept of it. */
    private boolean isQuestion() {
      return uri.startsWith("/apis/authorization.k8s.io/")
          || uri.startsWith("/apis/authentication.k8s.io/");
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

  /**
   * Who asked, by the User-Agent.
   *
   * @param environment {@code namespace/name}, empty for what an agent asks for all of them
   */
  private record Asker(String agent, String environment) {
    boolean isForAll() {
      return environment.isEmpty();
    }

    static Optional<Asker> of(String line) {
      Matcher asker = ASKER.matcher(line);
      return asker.find()
          ? Optional.of(new Asker(asker.group(1), Optional.ofNullable(asker.group(2)).orElse("")))
          : Optional.empty();
    }
  }

  /** What agents asked since a mark about one namespace, and what they asked besides. */
  public List<Request> since(long mark, String namespace) {
    Predicate<Asker> about = asker -> asker.environment().startsWith(namespace + "/");
    return relevant(addedSince(mark).toList(), () -> addedSince(0), about)
        .map(JSON::readTree)
        .flatMap(this::request)
        .filter(request -> request.namespace().equals(namespace) || request.namespace().isEmpty())
        .toList();
  }

  /**
   * What agents asked since a mark for some environments, and what they asked besides, as the API
   * server wrote it.
   *
   * @param environments as {@code namespace/name}
   */
  List<String> linesSince(long mark, Set<String> environments) {
    List<String> added = addedSince(mark).toList();
    return relevant(added, added::stream, asker -> environments.contains(asker.environment()))
        .toList();
  }

  /**
   * Tests in other processes may use the same cluster: their agents are not looked at.
   *
   * @param all where to look up which agents have to do with it
   */
  private static Stream<String> relevant(
      List<String> lines, Supplier<Stream<String>> all, Predicate<Asker> about) {
    boolean isNeeded =
        lines.stream()
            .filter(line -> !line.contains("/leases/"))
            .flatMap(line -> Asker.of(line).stream())
            .anyMatch(Asker::isForAll);
    Set<String> known = isNeeded ? agents(all.get(), about) : Set.of();
    return lines.stream()
        .filter(
            line ->
                Asker.of(line)
                    .filter(a -> about.test(a) || (a.isForAll() && known.contains(a.agent())))
                    .isPresent());
  }

  private static Set<String> agents(Stream<String> lines, Predicate<Asker> about) {
    return lines
        .flatMap(line -> Asker.of(line).stream())
        .filter(about)
        .map(Asker::agent)
        .collect(Collectors.toSet());
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
