package dev.backstay.cluster;

import dev.backstay.cluster.access.Impersonation;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why something was not carried out, and what follows: the one place where technical failures
 * become problems.
 */
public record ApiFailure(Kind kind, Problem problem) {

  /** Who can make it pass. */
  public enum Kind {
    /** Only another commit: never tried again for the same content. */
    CONTENT,
    /** Whoever runs the cluster: a missing permission, a quota, a webhook that is down. */
    CLUSTER,
    /** Time: the API server is down, slow or busy. */
    PASSING
  }

  /** Ends where the words of an admission webhook or policy begin. */
  private static final Pattern DENIAL = Pattern.compile("denied (the )?request");

  /** The words of the API server's own validation for what cannot be changed, kind by kind. */
  private static final Pattern IMMUTABLE =
      Pattern.compile(
          "field is immutable|is immutable after|may not be changed|may not change once"
              + "|cannot change roleRef|updates to \\w+ spec for fields other than"
              + "|updates may not change fields other than");

  /** Validation names the object first, which the problem tells anyway, and brackets a list. */
  private static final Pattern OBJECT_IN_FRONT =
      Pattern.compile("^\\S+ \"[^\"]*\" is invalid: \\[?");

  /** The words of Kubernetes where a Role or binding would give more than its writer has. */
  private static final String ESCALATION = "is attempting to grant RBAC permissions not";

  private static final String ESCALATION_HINT =
      "Kubernetes lets an account give others only what it may do itself: allow the account that"
          + " is named the same, or take the rule out of the folder";

  private static final String WITHHELD = " (its message is withheld, as it may hold values)";

  /** A request that is about no single manifest. */
  static ApiFailure general(String what, Answer answer) {
    Verdict verdict = Verdict.of(answer);
    String message = "tried to " + what + " but failed: " + verdict.message;
    return verdict.failure(Problem.general(verdict.code, message, verdict.hint));
  }

  /** A request about one manifest. Values of Secrets never get into the message. */
  static ApiFailure of(Manifest manifest, Answer answer) {
    Verdict verdict = Verdict.of(answer);
    String message =
        manifest.key().kind().equals("Secret") ? withoutValues(verdict) : verdict.message;
    return verdict.failure(Problem.of(verdict.code, manifest, message, verdict.hint));
  }

  /** A request about one live object. */
  static ApiFailure of(ObjectKey key, String what, Answer answer) {
    Verdict verdict = Verdict.of(answer);
    String message = key.kind().equals("Secret") ? withoutValues(verdict) : verdict.message;
    return verdict.failure(
        Problem.of(verdict.code, key, "cannot " + what + ": " + message, verdict.hint));
  }

  /** What was read of it may be quoted by the server, or by a policy: only who said no is kept. */
  private static String withoutValues(Verdict verdict) {
    if (verdict.kind == Kind.CONTENT) {
      return "the API server did not accept this Secret" + WITHHELD;
    }
    Matcher denial = DENIAL.matcher(verdict.message);
    return denial.find() ? verdict.message.substring(0, denial.end()) + WITHHELD : verdict.message;
  }

  /** What an answer means, whomever it is about. */
  private record Verdict(Kind kind, ProblemCode code, String message, String hint, String fix) {
    Verdict(Kind kind, ProblemCode code, String message, String hint) {
      this(kind, code, message, hint, "");
    }

    ApiFailure failure(Problem problem) {
      return new ApiFailure(kind, fix.isEmpty() ? problem : problem.withFix(fix));
    }

    static Verdict of(Answer answer) {
      return switch (answer) {
        case Answer.Ok ok ->
            new Verdict(
                Kind.PASSING,
                ProblemCode.CLUSTER_FAILED,
                "the API server answered " + ok.code(),
                "");
        case Answer.Nothing(String message) ->
            new Verdict(Kind.PASSING, ProblemCode.CLUSTER_UNREACHABLE, message, "");
        case Answer.No no -> of(no);
      };
    }

    private static Verdict of(Answer.No no) {
      String message = no.message();
      return switch (no.code()) {
        case 400, 413 -> new Verdict(Kind.CONTENT, ProblemCode.INVALID, message, "");
        case 401 ->
            new Verdict(
                Kind.CLUSTER, ProblemCode.FORBIDDEN, message, "the agent's token is not accepted");
        case 403 -> forbidden(message);
        case 404 -> new Verdict(Kind.CLUSTER, ProblemCode.KIND_NOT_SERVED, message, "");
        case 405 -> new Verdict(Kind.CLUSTER, ProblemCode.REFUSED_BY_CLUSTER, message, "");
        case 409 -> new Verdict(Kind.PASSING, ProblemCode.WRITTEN_BY_OTHER, message, "");
        case 422 -> unprocessable(message);
        case 500 -> internal(message);
        default -> new Verdict(Kind.PASSING, ProblemCode.CLUSTER_FAILED, message, "");
      };
    }

    private static Verdict forbidden(String message) {
      if (message.contains("because it is being terminated")) {
        return new Verdict(
            Kind.PASSING, ProblemCode.TERMINATING, message, "it is tried again when that is gone");
      }
      Optional<Impersonation> impersonation = Impersonation.refusedBy(message);
      if (impersonation.isPresent()) {
        return notAllowedToBe(impersonation.get());
      }
      if (message.contains(ESCALATION)) {
        return new Verdict(Kind.CLUSTER, ProblemCode.FORBIDDEN, message, ESCALATION_HINT);
      }
      boolean policy =
          message.contains("exceeded quota")
              || DENIAL.matcher(message).find()
              || message.contains("violates PodSecurity");
      return policy
          ? new Verdict(Kind.CLUSTER, ProblemCode.REFUSED_BY_CLUSTER, message, "")
          : new Verdict(
              Kind.CLUSTER,
              ProblemCode.FORBIDDEN,
              message,
              "allow this to the account that is named (for the agent's own, by the chart value"
                  + " rbac.extraRules)");
    }

    private static Verdict notAllowedToBe(Impersonation refused) {
      return new Verdict(
          Kind.CLUSTER,
          ProblemCode.IMPERSONATION_REFUSED,
          refused.words(),
          "a cluster admin can allow it with the YAML that comes with this problem",
          refused.yaml());
    }

    private static Verdict unprocessable(String message) {
      if (DENIAL.matcher(message).find()) {
        // an admission policy says so by default, and whoever runs the cluster can change it
        return new Verdict(Kind.CLUSTER, ProblemCode.REFUSED_BY_CLUSTER, message, "");
      }
      return IMMUTABLE.matcher(message).find()
          ? new Verdict(
              Kind.CONTENT,
              ProblemCode.IMMUTABLE,
              message,
              "keep the field as it is, or give the object a new name")
          : new Verdict(Kind.CONTENT, ProblemCode.INVALID, message, "");
    }

    /** Server-side apply tells the author's schema mistakes with a 500 that names no reason. */
    private static Verdict internal(String message) {
      if (isSchemaError(message)) {
        return new Verdict(Kind.CONTENT, ProblemCode.INVALID, schemaMessage(message), "");
      }
      return message.contains("webhook")
          ? new Verdict(Kind.CLUSTER, ProblemCode.REFUSED_BY_CLUSTER, message, "")
          : new Verdict(Kind.PASSING, ProblemCode.CLUSTER_FAILED, message, "");
    }

    /** Drops the object's name in front, which the problem tells anyway. */
    private static String schemaMessage(String message) {
      int end = message.indexOf("): ");
      return end < 0 ? message : message.substring(end + 3);
    }
  }

  private static boolean isSchemaError(String message) {
    return message.contains("failed to create typed patch object")
        || message.contains("failed to create manager for existing fields")
        || message.contains("field not declared in schema");
  }

  /** Whether this is the kind of answer that a just changed CRD gives for some seconds. */
  static boolean mayPassAfterDefinitionChange(Answer answer) {
    return answer instanceof Answer.No no
        && (no.code() == 404 || (no.code() == 500 && isSchemaError(no.message())));
  }

  /**
   * The field path that a schema or validation message begins with: {@code .spec.replica}; the
   * first one where it names several.
   */
  public static Optional<String> fieldPathIn(String message) {
    String fields = OBJECT_IN_FRONT.matcher(message).replaceFirst("");
    int colon = fields.indexOf(':');
    if (colon <= 0) {
      return Optional.empty();
    }
    String head = fields.substring(0, colon).strip();
    return head.startsWith(".") || head.matches("[a-z][A-Za-z0-9]*(\\.|\\[).*")
        ? Optional.of(head)
        : Optional.empty();
  }
}
