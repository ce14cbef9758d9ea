package dev.backstay.testing.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.shell.ProcessShellFactory;

/**
 * A git server on the loopback address: sshd in front of the real {@code git upload-pack} and
 * {@code git receive-pack}. Its host key can be replaced while it runs.
 */
public final class GitSshServer implements AutoCloseable {
  private final Path root;
  private final SshServer server;
  private final List<PublicKey> authorized = new CopyOnWriteArrayList<>();
  private final List<String> users = new CopyOnWriteArrayList<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<String> algorithms = new CopyOnWriteArrayList<>();
  private volatile List<SshKey> hostKeys;
  private volatile Optional<SshKey> certified = Optional.empty();

  private GitSshServer(Path root, List<SshKey> hostKeys) {
    this.root = root;
    this.hostKeys = hostKeys;
    this.server = ServerBuilder.builder().build();
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(this::hostKeys);
    server.setHostKeyCertificateProvider(this::certificates);
    server.setPublickeyAuthenticator(this::letsIn);
    server.setCommandFactory(this::command);
    start();
  }

  /** Serves the repositories below a folder to nobody yet. */
  public static GitSshServer start(Path root, SshKey... hostKeys) {
    return new GitSshServer(root, List.of(hostKeys));
  }

  private void start() {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getPort();
  }

  /** The URL of a repository by its path below the folder. */
  public String url(String repository) {
    return "ssh://git@127.0.0.1:" + port() + "/" + repository;
  }

  /** What known_hosts must hold for a host key. */
  public String knownHost(SshKey key) {
    return "[127.0.0.1]:" + port() + " " + key.line() + "\n";
  }

  public void authorize(SshKey key) {
    authorized.add(publicKey(key));
  }

  public void forgetAuthorized() {
    authorized.clear();
  }

  /** From now on shows other keys. */
  public void hostKeys(SshKey... keys) {
    hostKeys = List.of(keys);
  }

  /** From now on shows the certificate of a host key. */
  public void certify(SshKey key) {
    certified = Optional.of(key);
  }

  /** From now on can sign in these ways only. */
  public void signBy(List<NamedFactory<Signature>> ways) {
    server.setSignatureFactories(ways);
  }

  /** Who asked to be let in. */
  public List<String> users() {
    return List.copyOf(users);
  }

  /** What was run, with the protocol version that was asked for. */
  public List<String> commands() {
    return List.copyOf(commands);
  }

  /** Kinds of host keys that were agreed on. */
  public List<String> algorithms() {
    return List.copyOf(algorithms);
  }

  public int sessions() {
    return server.getActiveSessions().size();
  }

  private Iterable<KeyPair> hostKeys(SessionContext session) {
    List<KeyPair> all = new ArrayList<>();
    List<SshKey> files = new ArrayList<>(hostKeys);
    certified.ifPresent(files::add);
    for (SshKey key : files) {
      try (InputStream in = Files.newInputStream(key.file())) {
        NamedResource name = NamedResource.ofName("host");
        all.addAll(
            StreamSupport.stream(
                    SecurityUtils.loadKeyPairIdentities(session, name, in, null).spliterator(),
                    false)
                .toList());
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return all;
  }

  private Iterable<OpenSshCertificate> certificates(SessionContext session) {
    return certified
        .map(key -> (OpenSshCertificate) entry(read(key.certificate())))
        .map(List::of)
        .orElse(List.of());
  }

  private boolean letsIn(String user, PublicKey key, ServerSession session) {
    users.add(user);
    algorithms.add(KeyUtils.getKeyType(key));
    return authorized.stream().anyMatch(known -> KeyUtils.compareKeys(known, key));
  }

  private Command command(ChannelSession channel, String command) throws IOException {
    String version = channel.getEnvironment().getEnv().getOrDefault("GIT_PROTOCOL", "");
    commands.add((command + " " + version).strip());
    String isolated =
        "GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 exec "
            + command.replace("'/", "'" + root + "/");
    return new ProcessShellFactory(isolated, "/bin/sh", "-c", isolated).createShell(channel);
  }

  private static PublicKey publicKey(SshKey key) {
    return entry(key.line());
  }

  private static PublicKey entry(String line) {
    try {
      return PublicKeyEntry.parsePublicKeyEntry(line)
          .resolvePublicKey(null, null, PublicKeyEntryResolver.FAILING);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path path) {
    try {
      String[] words = Files.readString(path, StandardCharsets.UTF_8).split(" ", -1);
      return words[0] + " " + words[1].strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
