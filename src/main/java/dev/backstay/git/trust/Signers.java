package dev.backstay.git.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Repository;

/** All who may sign, as one reading of the keys folder has it. */
final class Signers {
  private static final Pattern COMMIT = Pattern.compile("([0-9a-f]{40})(\\s.*)?");

  private final Set<String> accepted;
  private final Optional<SshSignatures> ssh;
  private final Optional<PgpSignatures> pgp;
  private final int count;

  private Signers(
      Set<String> accepted, Optional<SshSignatures> ssh, Optional<PgpSignatures> pgp, int count) {
    this.accepted = accepted;
    this.ssh = ssh;
    this.pgp = pgp;
    this.count = count;
  }

  /** Only the libraries for the kinds of keys that there are get loaded. */
  static Signers of(KeysFolder keys) throws UnusableKeysException {
    boolean hasSsh =
        keys.files().containsKey(KeysFolder.ALLOWED_SIGNERS)
            || keys.files().containsKey(KeysFolder.REVOKED_KEYS);
    Optional<SshSigners> ssh = hasSsh ? Optional.of(SshSigners.of(keys)) : Optional.empty();
    Optional<PgpSignatures> pgp =
        keys.pgp().isEmpty() ? Optional.empty() : Optional.of(new PgpSignatures(keys));
    int count = ssh.map(SshSigners::count).orElse(0) + pgp.map(PgpSignatures::count).orElse(0);
    if (count == 0) {
      throw new UnusableKeysException(
          keys.path() + " names nobody who may sign: put allowed_signers, *.asc or *.gpg there");
    }
    return new Signers(accepted(keys), ssh.map(SshSignatures::new), pgp, count);
  }

  private static Set<String> accepted(KeysFolder keys) throws UnusableKeysException {
    Set<String> ids = new HashSet<>();
    byte[] file = keys.files().getOrDefault(KeysFolder.ACCEPTED_COMMITS, new byte[0]);
    int number = 0;
    for (String line : new String(file, UTF_8).lines().map(String::strip).toList()) {
      number++;
      Matcher commit = COMMIT.matcher(line);
      if (commit.matches()) {
        ids.add(String.valueOf(commit.group(1)));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        throw new UnusableKeysException(
            "%s:%d: expected the 40 characters of a commit id"
                .formatted(keys.path().resolve(KeysFolder.ACCEPTED_COMMITS), number));
      }
    }
    return ids;
  }

  int count() {
    return count;
  }

  Verdict verify(Repository repository, String id, byte[] raw, Instant now) {
    if (accepted.contains(id)) {
      return new Verdict.Trusted(KeysFolder.ACCEPTED_COMMITS, "");
    }
    SignedCommit commit = SignedCommit.of(raw);
    if (commit.signatures() == 0) {
      return new Verdict.Refused("it is not signed", "");
    }
    if (commit.signatures() > 1) {
      return new Verdict.Refused("it has more than one signature", "");
    }
    if (commit.isSsh()) {
      return ssh.map(s -> s.verify(repository, commit, now))
          .orElse(noKeys("an SSH key, and there is no allowed_signers"));
    }
    return commit.isPgp()
        ? pgp.map(p -> p.verify(commit, now))
            .orElse(noKeys("an OpenPGP key, and there is no *.asc or *.gpg"))
        : new Verdict.Refused("its signature is neither of SSH nor of OpenPGP", "");
  }

  private static Verdict noKeys(String what) {
    return new Verdict.Refused("it is signed with " + what + " in the keys folder", "");
  }
}
