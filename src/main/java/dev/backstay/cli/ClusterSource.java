package dev.backstay.cli;

import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.KubeHttp;
import dev.backstay.cluster.StoredParents;
import dev.backstay.http.api.ApiShape;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.sync.StoredEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What agents wrote down in a cluster, read by a kubeconfig, whether they run or not. */
final class ClusterSource implements StatusSource {
  private static final List<String> UNKNOWN = List.of("path", "seen", "health", "retry");
  private static final Pattern ERROR =
      Pattern.compile(
          "(?<code>BKS-\\d+)(?: (?<file>\\S+):(?<line>\\d+))?(?: (?<object>[a-z0-9.-]+/\\S+))?:?"
              + " (?<message>.*)",
          Pattern.DOTALL);

  private final KubeHttp http;
  private final Optional<String> namespace;

  private ClusterSource(KubeHttp http, Optional<String> namespace) {
    this.http = http;
    this.namespace = namespace;
  }

  /**
   * Makes no request yet.
   *
   * @throws IllegalStateException if there is no kubeconfig, or no such context in it
   */
  static ClusterSource open(
      Optional<Path> kubeconfig, Optional<String> context, Optional<String> namespace) {
    return new ClusterSource(KubeHttp.connectToRead(kubeconfig, context), namespace);
  }

  @Override
  public JsonNode environments() throws IOException {
    ObjectNode answer = JsonMapper.shared().createObjectNode();
    answer.set("source", source());
    var all = answer.putArray("environments");
    for (StoredEnvironment stored : stored()) {
      ObjectNode view = ApiShape.of(stored.status());
      UNKNOWN.forEach(view::putNull);
      error(stored.error()).ifPresent(error -> view.putArray("errors").add(error));
      all.add(view);
    }
    return answer;
  }

  @Override
  public JsonNode history(String environment) throws IOException {
    List<StoredEnvironment> all = stored();
    List<StoredEnvironment> named = all.stream().filter(e -> e.name().equals(environment)).toList();
    if (named.size() != 1) {
      List<String> names = all.stream().map(e -> e.name() + " in " + e.namespace()).toList();
      throw new IOException(
          (named.isEmpty() ? "there is no environment " : "there is more than one environment ")
              + environment
              + (names.isEmpty() ? "" : ": there are " + String.join(", ", names))
              + (named.isEmpty() ? "" : "; choose by --namespace"));
    }
    ObjectNode answer = ApiShape.of(named.getFirst().history());
    answer.set("source", source());
    return answer;
  }

  private List<StoredEnvironment> stored() throws IOException {
    try {
      return new StoredParents(http)
          .list(namespace).stream()
              .map(
                  found ->
                      new StoredEnvironment(
                          found.environment(), found.namespace(), http.address(), found.parent()))
              .toList();
    } catch (ClusterException e) {
      Problem problem = e.failure().problem();
      if (problem.code() == ProblemCode.CLUSTER_UNREACHABLE) {
        throw new NoAnswer(problem.message(), e);
      }
      boolean mayLookElsewhere = problem.code() == ProblemCode.FORBIDDEN && namespace.isEmpty();
      throw new IOException(
          problem.message() + (mayLookElsewhere ? "; choose a namespace by --namespace" : ""), e);
    }
  }

  private ObjectNode source() {
    ObjectNode source = JsonMapper.shared().createObjectNode();
    source.put("cluster", http.address());
    UNKNOWN.forEach(source.putArray("unknown")::add);
    return source;
  }

  /** One line that an agent wrote, taken apart again. */
  static Optional<ObjectNode> error(String line) {
    if (line.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode error = JsonMapper.shared().createObjectNode();
    Matcher parts = ERROR.matcher(line);
    if (!parts.matches()) {
      return Optional.of(error.put("code", "").put("message", line));
    }
    error.put("code", parts.group("code"));
    if (parts.start("file") >= 0) {
      error.put("file", parts.group("file")).put("line", Integer.parseInt(parts.group("line")));
    }
    if (parts.start("object") >= 0) {
      error.put("object", parts.group("object").replaceAll(":$", ""));
    }
    return Optional.of(error.put("message", parts.group("message")));
  }

  @Override
  public Optional<String> remark() {
    return Optional.of(
        "as the agent wrote it down in the cluster "
            + http.address()
            + "; only the agent (--server, BACKSTAY_SERVER) knows live health and how far the"
            + " branch is ahead");
  }

  @Override
  public Duration pause() {
    return Duration.ofSeconds(2);
  }

  @Override
  public void close() {
    http.close();
  }
}
