package dev.backstay.testing.localcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;

/** The files of one control plane, all of them in one folder. */
record DataFolder(Path root) {
  private static final String MARKER = ".backstay-local-cluster";
  private static final String KUBECONFIG = "kubeconfig";
  private static final String AUDIT_LOG = "audit.log";
  private static final String PROCESSES = "processes";
  private static final String ETCD = "etcd";
  private static final String KEYS = "keys";
  private static final String LOGS = "logs";

  DataFolder {
    root = root.toAbsolutePath().normalize();
  }

  /** For the admin of the cluster. */
  Path kubeconfig() {
    return root.resolve(KUBECONFIG);
  }

  Path auditLog() {
    return root.resolve(AUDIT_LOG);
  }

  Path processes() {
    return root.resolve(PROCESSES);
  }

  Path etcd() {
    return root.resolve(ETCD);
  }

  /** Certificates, keys, tokens and whatever else is written before the start. */
  Path keys() {
    return root.resolve(KEYS);
  }

  Path log(String process) {
    return root.resolve(LOGS).resolve(process + ".log");
  }

  /** Makes it ours, and as it is before a start; refuses a folder that somebody else uses. */
  void create() throws IOException {
    Files.createDirectories(root);
    if (!isOurs() && !isEmpty()) {
      throw new LocalClusterException(
          "Tried to keep a local cluster in " + root + " but it holds other files: choose another");
    }
    delete();
    Files.createDirectories(root);
    Files.writeString(root.resolve(MARKER), "kept by bin/local-cluster\n");
    Files.createDirectories(root.resolve(LOGS));
    // the keys are good for this cluster alone, but it listens where every user of the machine is
    Files.createDirectories(
        keys(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  boolean isOurs() {
    return Files.exists(root.resolve(MARKER));
  }

  private boolean isEmpty() throws IOException {
    try (var files = Files.list(root)) {
      return files.findAny().isEmpty();
    }
  }

  /** Deletes what a control plane has put here, and the folder if nothing else is in it. */
  void delete() throws IOException {
    if (!isOurs()) {
      return;
    }
    for (String part : List.of(ETCD, KEYS, LOGS, KUBECONFIG, AUDIT_LOG, PROCESSES, MARKER)) {
      deleteTree(root.resolve(part));
    }
    try {
      Files.deleteIfExists(root);
    } catch (DirectoryNotEmptyException _) {
      // somebody keeps files of their own here
    }
  }

  private static void deleteTree(Path top) throws IOException {
    if (!Files.exists(top)) {
      return;
    }
    try (var all = Files.walk(top)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
