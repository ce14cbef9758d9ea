package dev.backstay.http.page;

import dev.backstay.git.PollStatus;
import dev.backstay.git.Revision;
import dev.backstay.http.access.Role;
import dev.backstay.http.access.Visitor;
import dev.backstay.sync.Ages;
import java.time.Instant;
import java.util.Optional;

/**
 * What is around every page.
 *
 * @param title of the browser's window, without the program's name
 * @param visitor who looks at it
 * @param takesTokens whether somebody can sign in
 * @param word what forms of the page send along as {@code csrf}, empty if nobody is signed in
 * @param now the time by which ages are told
 */
public record Frame(
    String title,
    Optional<Visitor> visitor,
    boolean takesTokens,
    String word,
    PollStatus poll,
    Instant now) {

  public boolean offersSignIn() {
    return takesTokens && visitor.isEmpty();
  }

  /** Who came by a proxy signs out there. */
  public boolean offersSignOut() {
    return visitor.filter(v -> v.means() instanceof Visitor.Means.SignedIn).isPresent();
  }

  /** Whether the visitor may change something. */
  public boolean mayOperate() {
    return visitor.filter(v -> v.role().includes(Role.OPERATE)).isPresent();
  }

  /** Whether manifests, logs and Events are shown: only to who proved a name. */
  public boolean maySeeContent() {
    return visitor.filter(v -> v.role().includes(Role.READ)).isPresent();
  }

  public String visitorWords() {
    return visitor.map(v -> v.name() + " (" + v.role() + ")").orElse("");
  }

  public String head() {
    return poll.head().map(Revision::shortId).orElse("not read yet");
  }

  public String polled() {
    return poll.lastSuccess().map(at -> "polled " + age(at) + " ago").orElse("never polled");
  }

  /** How long ago something was, as kubectl tells it. */
  public String age(Instant from) {
    return Ages.between(from, now);
  }
}
