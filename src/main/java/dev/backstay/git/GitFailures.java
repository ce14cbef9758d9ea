package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NoPackSignatureException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.PackInvalidException;
import org.eclipse.jgit.errors.PackMismatchException;
import org.eclipse.jgit.errors.UnpackException;
import org.eclipse.jgit.errors.UnsupportedPackIndexVersionException;
import org.eclipse.jgit.errors.UnsupportedPackVersionException;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/** The one place where what JGit and the JDK throw becomes a {@link GitException}. */
final class GitFailures {
  private static final int LONGEST = 500;

  /** JGit tells an HTTP status in words only: {@code https://…: 503 Service Unavailable}. */
  private static final Pattern SERVER_TROUBLE = Pattern.compile("(^|: )(429|5\\d\\d)( |$)");

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  private static final List<Class<? extends Exception>> DAMAGE =
      List.of(
          MissingObjectException.class,
          CorruptObjectException.class,
          PackInvalidException.class,
          PackMismatchException.class,
          NoPackSignatureException.class,
          UnpackException.class,
          UnsupportedPackIndexVersionException.class,
          UnsupportedPackVersionException.class);

  private GitFailures() {}

  /** A failed talk with the git server. */
  static GitException ofRemote(
      String tried, Remote remote, Collection<String> secrets, Throwable failure) {
    if (failure instanceof GitException known) {
      return known;
    }
    Optional<Connecting.Trouble> connecting =
        isDamage(failure) ? Optional.empty() : Connecting.to(remote).of(failure);
    if (connecting.isPresent()) {
      Connecting.Trouble trouble = connecting.get();
      String because = oneLine(trouble.because(), secrets);
      return new GitException(trouble.kind(), tried, because, failure);
    }
    Kind kind = kind(failure);
    String because =
        switch (kind) {
          case AUTHENTICATION -> refusal(remote, failure);
          case NOT_FOUND -> notFound(remote, failure, secrets);
          case UNREACHABLE, UNTRUSTED, CORRUPT, OTHER -> reason(failure, remote.timeout(), secrets);
        };
    return new GitException(kind, tried, because, failure);
  }

  /** A failure of the mirror on disk. */
  static GitException ofMirror(Kind kind, String tried, Throwable failure) {
    return failure instanceof GitException known
        ? known
        : new GitException(kind, tried, reason(failure, Duration.ZERO, List.of()), failure);
  }

  static GitException tooSlow(String tried, Duration limit) {
    return new GitException(
        Kind.UNREACHABLE, tried, "it was not done within " + seconds(limit) + " s");
  }

  /** Why a server did not take a commit, in its own words. */
  static String told(RemoteRefUpdate refused, String said) {
    String words = Optional.ofNullable(refused.getMessage()).orElse(refused.getStatus().name());
    return clean(said.isBlank() ? words : said.strip() + ": " + words, List.of());
  }

  static boolean isDamage(Throwable failure) {
    return chain(failure).anyMatch(one -> DAMAGE.stream().anyMatch(type -> type.isInstance(one)));
  }

  private static Kind kind(Throwable failure) {
    if (isDamage(failure)) {
      return Kind.CORRUPT;
    }
    if (find(failure, NoRemoteRepositoryException.class).isPresent()
        || says(failure, JGitText.get().remoteDoesNotHaveSpec)) {
      return Kind.NOT_FOUND;
    }
    if (isRefusal(failure)) {
      return Kind.AUTHENTICATION;
    }
    return isNetwork(failure) ? Kind.UNREACHABLE : Kind.OTHER;
  }

  private static boolean isRefusal(Throwable failure) {
    JGitText text = JGitText.get();
    return Stream.of(
            text.notAuthorized,
            text.noCredentialsProvider,
            text.authenticationNotSupported,
            text.serviceNotPermitted)
        .anyMatch(words -> says(failure, words));
  }

  private static boolean isNetwork(Throwable failure) {
    return chain(failure)
        .anyMatch(
            one ->
                one instanceof UnknownHostException
                    || one instanceof SocketException
                    || one instanceof InterruptedIOException
                    || one instanceof SSLException
                    || one instanceof java.io.EOFException
                    || SERVER_TROUBLE.matcher(message(one)).find());
  }

  private static String refusal(Remote remote, Throwable failure) {
    String who =
        remote
            .credentials()
            .map(folder -> "the credentials in " + folder)
            .orElse("a reader without credentials");
    return says(failure, JGitText.get().serviceNotPermitted)
        ? "the server does not let " + who + " read it"
        : "the server does not accept " + who;
  }

  private static String notFound(Remote remote, Throwable failure, Collection<String> secrets) {
    if (find(failure, NoRemoteRepositoryException.class).isEmpty()) {
      return "the repository has no branch " + remote.branch();
    }
    String none =
        "there is no repository at " + remote.shownUrl() + " that these credentials may see";
    return remote.url().startsWith("http")
        ? none
        : none + " (" + clean(told(failure), secrets) + ")";
  }

  private static String reason(Throwable failure, Duration timeout, Collection<String> secrets) {
    Optional<UnknownHostException> host = find(failure, UnknownHostException.class);
    if (host.isPresent()) {
      return "the host " + message(host.get()) + " is not known";
    }
    if (find(failure, java.net.SocketTimeoutException.class).isPresent()) {
      return "no answer came within " + seconds(timeout) + " s";
    }
    Optional<AccessDeniedException> denied = find(failure, AccessDeniedException.class);
    if (denied.isPresent()) {
      return "access to " + denied.get().getFile() + " is denied";
    }
    return clean(told(failure), secrets);
  }

  /** The outermost words, and the innermost where they add something. */
  private static String told(Throwable failure) {
    List<String> messages = chain(failure).map(GitFailures::message).distinct().toList();
    String first = messages.getFirst();
    String last = messages.getLast();
    return first.contains(last) ? first : first + ": " + last;
  }

  private static String clean(String text, Collection<String> secrets) {
    String line = oneLine(text, secrets);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  private static String oneLine(String text, Collection<String> secrets) {
    return CONTROL.matcher(Scrub.text(text, secrets)).replaceAll(" ").strip();
  }

  /** Whether a message is made from the given pattern of JGit, whatever its arguments. */
  private static boolean says(Throwable failure, String pattern) {
    String[] fixed = MessageFormat.format(pattern, "\0", "\0").split("\0", -1);
    return chain(failure)
        .map(GitFailures::message)
        .anyMatch(text -> Arrays.stream(fixed).allMatch(text::contains));
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    return chain(failure).filter(type::isInstance).map(type::cast).findFirst();
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, one -> one != null, Throwable::getCause).limit(20);
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0
        ? Long.toString(time.toSeconds())
        : Double.toString(time.toMillis() / 1000.0);
  }
}
