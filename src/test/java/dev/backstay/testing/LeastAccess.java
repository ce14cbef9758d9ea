package dev.backstay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An agent that may nothing itself but keep its records, and act as some service accounts: what
 * docs/accounts.md says that it needs, and no more.
 */
public final class LeastAccess {
  private static final String AGENT = "agent";

  private final TestCluster cluster;
  private final Path folder;
  private final String namespace;

  private LeastAccess(TestCluster cluster, Path folder, String namespace) {
    this.cluster = cluster;
    this.folder = folder;
    this.namespace = namespace;
  }

  /** Makes the agent's own account in a new namespace. */
  public static LeastAccess in(TestCluster cluster, Path folder, String namespace) {
    LeastAccess access = new LeastAccess(cluster, folder, namespace);
    cluster.kubectl("create", "namespace", namespace);
    cluster.kubectl("create", "serviceaccount", AGENT, "-n", namespace);
    access.allow(
        """
        - { apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get, create, patch, delete] }
        """,
        "leases",
        namespace,
        AGENT);
    return access;
  }

  /** Makes an account in the agent's namespace that may nothing, and lets the agent act as it. */
  public LeastAccess account(String name) {
    cluster.kubectl("create", "serviceaccount", name, "-n", namespace);
    allow(
        """
        - { apiGroups: [""], resources: [serviceaccounts], resourceNames: [%s], verbs: [impersonate] }
        """
            .formatted(name),
        "as-" + name,
        namespace,
        AGENT);
    return this;
  }

  /** Makes the namespace of an environment, and lets the agent keep its records there. */
  public LeastAccess records(String environment, String place) {
    String parent = "backstay-" + environment;
    cluster.kubectl("create", "namespace", place);
    allow(
        """
        - apiGroups: [""]
          resources: [configmaps]
          resourceNames: [%1$s, %1$s-digests, %1$s-digests-1]
          verbs: [get, patch, delete]
        - { apiGroups: [""], resources: [secrets], resourceNames: [%1$s], verbs: [get] }
        - { apiGroups: [""], resources: [configmaps, secrets], verbs: [create] }
        - { apiGroups: [""], resources: [events], verbs: [create, patch] }
        - { apiGroups: [""], resources: [namespaces], resourceNames: [%2$s], verbs: [get] }
        """
            .formatted(parent, place),
        parent,
        place,
        AGENT);
    return this;
  }

  /** Gives an account rules, as YAML, in one namespace. */
  public LeastAccess allow(String rules, String role, String place, String account) {
    return apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: { name: %1$s, namespace: %2$s }
        rules:
        %5$s
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: { name: %1$s, namespace: %2$s }
        roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: %1$s }
        subjects: [{ kind: ServiceAccount, name: %3$s, namespace: %4$s }]
        """
            .formatted(role, place, account, namespace, rules.strip()));
  }

  /** As cluster admin. */
  public LeastAccess apply(String yaml) {
    try {
      Path file = Files.writeString(folder.resolve("rbac.yaml"), yaml);
      cluster.kubectl("apply", "-f", file.toString());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How the API server knows an account of the agent's namespace. */
  public String username(String account) {
    return "system:serviceaccount:" + namespace + ":" + account;
  }

  /** Starts the agent; what it does is judged at the end of the test. */
  public TestAgent start(String url, TestAgent.Env... environments) {
    String token =
        cluster.kubectl("create", "token", AGENT, "-n", namespace, "--duration=1h").strip();
    Path kubeconfig =
        Kubeconfig.read(cluster.agentKubeconfig())
            .withToken(token)
            .inNamespace(namespace)
            .write(folder.resolve("agent.kubeconfig"));
    Path file = TestAgent.configure(kubeconfig, folder.resolve("agent"), url, environments);
    cluster.histories().ifPresent(histories -> histories.follow(file));
    return TestAgent.start(file);
  }

  /** Whom the requests of an agent were made as that wrote objects in a namespace. */
  public List<String> writersIn(String place, long mark) {
    return cluster
        .auditLog()
        .orElseThrow()
        .eventsSince(mark)
        .filter(event -> event.path("userAgent").asString("").startsWith("backstay/"))
        .filter(event -> event.path("objectRef").path("namespace").asString("").equals(place))
        .filter(event -> event.path("responseStatus").path("code").asInt(0) < 300)
        .filter(event -> !List.of("get", "list", "watch").contains(event.path("verb").asString("")))
        .filter(event -> !event.path("objectRef").path("resource").asString("").equals("events"))
        .filter(event -> !event.path("objectRef").path("name").asString("").startsWith("backstay-"))
        .filter(event -> !event.path("objectRef").path("name").asString("").isEmpty())
        .map(event -> event.path("impersonatedUser").path("username").asString(""))
        .distinct()
        .toList();
  }
}
