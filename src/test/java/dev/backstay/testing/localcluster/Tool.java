package dev.backstay.testing.localcluster;

import java.util.Locale;

/** The programs of the local cluster, in the order in which they are built. */
enum Tool {
  ETCD("kubernetes", "go.etcd.io/etcd/server/v3"),
  KUBECTL("kubernetes", "k8s.io/kubernetes/cmd/kubectl"),
  KUBE_APISERVER("kubernetes", "k8s.io/kubernetes/cmd/kube-apiserver"),
  KUBE_CONTROLLER_MANAGER("kubernetes", "k8s.io/kubernetes/cmd/kube-controller-manager"),
  KUBE_SCHEDULER("kubernetes", "k8s.io/kubernetes/cmd/kube-scheduler"),
  KWOK("kwok", "sigs.k8s.io/kwok/cmd/kwok");

  private final String module;
  private final String mainPackage;

  Tool(String module, String mainPackage) {
    this.module = module;
    this.mainPackage = mainPackage;
  }

  /** The folder of its Go module under {@code src/local-cluster}. */
  String module() {
    return module;
  }

  String mainPackage() {
    return mainPackage;
  }

  String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
