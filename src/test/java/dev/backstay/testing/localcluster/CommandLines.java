package dev.backstay.testing.localcluster;

import dev.backstay.testing.localcluster.Credentials.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the programs are called. */
record CommandLines(
    DataFolder folder,
    Credentials credentials,
    Optional<String> emulatedVersion,
    int etcdPort,
    int apiPort) {
  /** Each request once it is answered; a watch when it begins too. Not the cluster's own noise. */
  private static final String AUDIT_POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - level: None
        users: ["system:apiserver", "system:kube-controller-manager", "system:kube-scheduler", "kwok"]
      - level: None
        nonResourceURLs: ["/livez*", "/readyz*", "/healthz*"]
      - level: Metadata
      """;

  String server() {
    return "https://127.0.0.1:" + apiPort;
  }

  List<String> etcd() {
    return List.of(
        "--data-dir=" + folder.etcd(),
        "--unsafe-no-fsync",
        // a member that is alone has nobody to wait for: this takes a second off the start
        "--heartbeat-interval=10",
        "--election-timeout=100",
        "--listen-client-urls=" + etcdUrl(),
        "--advertise-client-urls=" + etcdUrl(),
        "--listen-peer-urls=http://127.0.0.1:0",
        "--log-level=warn");
  }

  List<String> apiServer() throws IOException {
    Path policy = folder.keys().resolve("audit-policy.yaml");
    Files.writeString(policy, AUDIT_POLICY);
    return emulating(
        "--etcd-servers=" + etcdUrl(),
        "--bind-address=127.0.0.1",
        "--secure-port=" + apiPort,
        // else it asks for a route out of the machine, to tell pods an address that none will use
        "--advertise-address=127.0.0.1",
        "--endpoint-reconciler-type=none",
        "--cert-dir=" + folder.keys(),
        "--token-auth-file=" + credentials.tokenFile(),
        "--authorization-mode=RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + credentials.verifyingKey(),
        "--service-account-signing-key-file=" + credentials.signingKey(),
        "--service-cluster-ip-range=10.96.0.0/16",
        // else a pod is refused until its namespace has got its default account
        "--disable-admission-plugins=ServiceAccount",
        "--audit-policy-file=" + policy,
        "--audit-log-path=" + folder.auditLog(),
        // a line is there before its request is answered, so that tests can count at once
        "--audit-log-mode=blocking",
        "--audit-log-maxsize=0",
        "--profiling=false");
  }

  List<String> controllerManager() {
    return emulating(
        "--kubeconfig=" + credentials.kubeconfig(User.CONTROLLER_MANAGER),
        "--root-ca-file=" + credentials.authority(),
        "--use-service-account-credentials=false",
        "--leader-elect=false",
        "--secure-port=0",
        "--kube-api-qps=500",
        "--kube-api-burst=1000",
        // the node sends no heartbeats: nothing is written while nothing happens
        "--node-monitor-grace-period=87600h",
        "--profiling=false");
  }

  List<String> scheduler() {
    return emulating(
        "--kubeconfig=" + credentials.kubeconfig(User.SCHEDULER),
        "--leader-elect=false",
        "--secure-port=0",
        "--kube-api-qps=500",
        "--kube-api-burst=1000",
        "--profiling=false");
  }

  List<String> kwok(Path stages) {
    return List.of(
        "--kubeconfig=" + credentials.kubeconfig(User.KWOK),
        "--config=" + stages,
        "--manage-all-nodes",
        "--node-ip=127.0.0.1",
        "--cidr=10.244.0.0/16");
  }

  private String etcdUrl() {
    return "http://127.0.0.1:" + etcdPort;
  }

  private List<String> emulating(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    emulatedVersion.ifPresent(version -> all.add("--emulated-version=kube=" + version));
    return all;
  }
}
