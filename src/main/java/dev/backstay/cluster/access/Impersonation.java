package dev.backstay.cluster.access;

import dev.backstay.cluster.access.Need.Weight;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That the agent may not act as a service account, as the API server says it.
 *
 * @param agent who wanted to
 * @param account {@code namespace/name}
 * @param yaml that allows it
 * @param message in the API server's own words
 */
public record Impersonation(Subject agent, String account, String yaml, String message) {
  /**
   * By the verb, which is {@code impersonate}, or begins so where the API server also knows
   * permissions to impersonate for single verbs. Then it does not name the account.
   */
  private static final Pattern REFUSED = Pattern.compile("User \"([^\"]+)\" cannot impersonate\\b");

  private static final Pattern MARKED =
      Pattern.compile("^as service account ([^/ ]+)/(\\S+): (.*)$", Pattern.DOTALL);

  /** The message that an account was told; where it may not even be asked as, with its name. */
  public static String marked(String namespace, String name, String message) {
    return REFUSED.matcher(message).find()
        ? "as service account " + namespace + "/" + name + ": " + message
        : message;
  }

  /** Empty if the message is about something else, or not marked. */
  public static Optional<Impersonation> refusedBy(String markedMessage) {
    Matcher marked = MARKED.matcher(markedMessage);
    Matcher refused = REFUSED.matcher(markedMessage);
    return marked.matches() && refused.find()
        ? Optional.of(of(new Subject(refused.group(1)), marked))
        : Optional.empty();
  }

  private static Impersonation of(Subject agent, Matcher marked) {
    String namespace = marked.group(1);
    String name = marked.group(2);
    Place accounts = new Place(namespace, "", "serviceaccounts");
    Need need = Need.of(accounts, "impersonate", Weight.REQUIRED, Set.of(name)).onlyThese();
    MissingAccess missing =
        new MissingAccess("backstay-impersonate", agent, List.of(need), Set.of());
    return new Impersonation(agent, namespace + "/" + name, missing.yaml(), marked.group(3));
  }

  /** What is wrong, and the API server's own words. */
  public String words() {
    return agent + " may not act as the service account " + account + ": " + message;
  }
}
