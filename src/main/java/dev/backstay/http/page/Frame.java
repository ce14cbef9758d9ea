package dev.backstay.http.page;

import dev.backstay.http.access.Role;
import dev.backstay.http.access.Visitor;
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
    String title, Optional<Visitor> visitor, boolean takesTokens, String word, Instant now) {

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

  /** What it takes to change something, for who may not. */
  public String whyNotOperate() {
    if (visitor.isPresent()) {
      return "This needs the role operate; " + visitorWords() + " may look only.";
    }
    return takesTokens
        ? "Sign in with a token of the role operate to sync, suspend, resume or roll back here."
        : "Changing anything is switched off: http.tokenFile is not set in the configuration.";
  }

  public String visitorWords() {
    return visitor.map(v -> v.name() + " (" + v.role() + ")").orElse("");
  }
}
