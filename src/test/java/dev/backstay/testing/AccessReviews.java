package dev.backstay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks the API server what accounts may do, many questions at once. */
public final class AccessReviews {
  private static final JsonMapper JSON = JsonMapper.shared();

  private AccessReviews() {}

  /**
   * A question.
   *
   * @param account as {@code namespace/name}
   * @param resource as {@code deployments.apps} or {@code pods/exec}
   * @param namespace empty: in the cluster
   * @param name empty: any
   */
  public record Question(
      String account, String verb, String resource, String namespace, String name) {
    /** From {@code verb resource namespace name}, with {@code -} for none. */
    public static Question of(String account, String text) {
      List<String> words =
          List.of(text.strip().split(" +")).stream().map(w -> w.equals("-") ? "" : w).toList();
      return new Question(account, words.get(0), words.get(1), words.get(2), words.get(3));
    }
  }

  /** Those that are answered with yes. */
  public static List<Question> allowed(TestCluster cluster, Path folder, List<Question> questions) {
    StringBuilder reviews = new StringBuilder();
    questions.forEach(question -> reviews.append("---\n").append(review(question)).append('\n'));
    try {
      Path file = Files.writeString(folder.resolve("reviews.yaml"), reviews);
      String format = "jsonpath={.status.allowed}{\"\\n\"}";
      List<String> answers =
          cluster.kubectl("create", "-f", file.toString(), "-o", format).lines().toList();
      if (answers.size() != questions.size()) {
        throw new IllegalStateException("other answers than questions: " + answers);
      }
      return questions.stream()
          .filter(question -> answers.get(questions.indexOf(question)).equals("true"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String review(Question question) {
    String namespace = question.account().split("/", 2)[0];
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SubjectAccessReview");
    ObjectNode spec = review.putObject("spec");
    spec.put("user", "system:serviceaccount:" + question.account().replace('/', ':'));
    spec.putArray("groups")
        .add("system:serviceaccounts")
        .add("system:serviceaccounts:" + namespace)
        .add("system:authenticated");
    String[] parts = question.resource().split("/", 2);
    String[] resource = parts[0].split("\\.", 2);
    ObjectNode attributes = spec.putObject("resourceAttributes");
    attributes.put("verb", question.verb()).put("resource", resource[0]);
    attributes.put("group", resource.length > 1 ? resource[1] : "");
    attributes.put("subresource", parts.length > 1 ? parts[1] : "");
    attributes.put("namespace", question.namespace()).put("name", question.name());
    return JSON.writeValueAsString(review);
  }
}
