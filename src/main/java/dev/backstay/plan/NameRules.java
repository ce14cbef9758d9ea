package dev.backstay.plan;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.ProblemCode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an object of a kind can be called. A name becomes part of a URL; the reader has refused
 * slashes, percent signs and dots that lead elsewhere already.
 */
final class NameRules {
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST = 253;
  private static final String LABEL_FORM = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern LABEL = Pattern.compile(LABEL_FORM);
  private static final Pattern SUBDOMAIN = Pattern.compile(LABEL_FORM + "(\\." + LABEL_FORM + ")*");

  /** Shorter than others, since they are names in the DNS. */
  private static final Set<String> LABELS = Set.of("Namespace", "Service");

  /** Kubernetes takes any text for these that can be a part of a path. */
  private static final Set<String> ANY =
      Set.of(
          "APIService.apiregistration.k8s.io",
          "CertificateSigningRequest.certificates.k8s.io",
          "ClusterTrustBundle.certificates.k8s.io",
          "IPAddress.networking.k8s.io");

  private static final String ROLES = "rbac.authorization.k8s.io";

  /** Its images are called {@code name:tag}, its users as their provider likes. */
  private static final String OPENSHIFT = ".openshift.io";

  private NameRules() {}

  static List<Objection> objectionsTo(ObjectKey key) {
    if (ANY.contains(key.groupKind())
        || key.group().equals(ROLES)
        || key.group().endsWith(OPENSHIFT)) {
      return List.of();
    }
    if (LABELS.contains(key.groupKind())) {
      return isLabel(key.name())
          ? List.of()
          : refused(
              "a " + key.kind() + " cannot be called so",
              "lower-case letters, digits and -, at most " + LONGEST_LABEL + " characters");
    }
    return isSubdomain(key.name())
        ? List.of()
        : refused(
            "a " + key.kind() + " cannot be called so",
            "lower-case letters, digits, - and ., at most " + LONGEST + " characters");
  }

  static boolean isLabel(String name) {
    return name.length() <= LONGEST_LABEL && LABEL.matcher(name).matches();
  }

  static boolean isSubdomain(String name) {
    return name.length() <= LONGEST && SUBDOMAIN.matcher(name).matches();
  }

  private static List<Objection> refused(String message, String hint) {
    return List.of(new Objection(ProblemCode.NOT_AN_OBJECT, "metadata.name", message, hint));
  }
}
