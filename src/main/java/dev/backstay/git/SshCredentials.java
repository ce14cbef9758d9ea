package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import dev.backstay.git.ssh.KnownHosts;
import dev.backstay.git.ssh.SshFailure;
import dev.backstay.git.ssh.SshLogin;
import dev.backstay.git.ssh.UserKey;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of an ssh login, as text; read at each use. Equal ones need not be made a login of
 * again, which takes long for a key with a passphrase.
 */
record SshCredentials(
    String key, Optional<String> passphrase, String knownHosts, Path keyFile, Path hostsFile) {
  static final String KEY = "ssh-privatekey";
  private static final String HOSTS = "known_hosts";
  private static final String PASSPHRASE = "passphrase";

  static SshCredentials read(Path mount) throws GitException {
    return SecretFolder.read(mount, SshCredentials::read);
  }

  private static SshCredentials read(SecretFolder folder) throws GitException, NoSuchFileException {
    Optional<String> key = folder.text(KEY);
    if (key.isEmpty()) {
      throw folder.unreadable("it holds no " + KEY + ", which an ssh URL needs");
    }
    // without the file no host is known, which the failure of the talk explains best
    return new SshCredentials(
        key.get(),
        folder.line(PASSPHRASE),
        folder.text(HOSTS).orElse(""),
        folder.path(KEY),
        folder.path(HOSTS));
  }

  SshLogin login() throws GitException {
    try {
      return new SshLogin(
          UserKey.parse(key, passphrase, keyFile.toString()),
          KnownHosts.parse(knownHosts, hostsFile.toString()),
          hostsFile.toString());
    } catch (SshFailure e) {
      throw new GitException(
          Kind.AUTHENTICATION,
          "read the credentials in " + keyFile.getParent(),
          String.valueOf(e.getMessage()));
    }
  }

  /** Nothing that could end up in a log. */
  @Override
  public String toString() {
    return "ssh credentials";
  }
}
