package dev.backstay.http.access;

/**
 * Somebody who said who they are, and proved it.
 *
 * @param name of the token, or of the person as the proxy calls them
 * @param means how they proved it
 */
public record Visitor(String name, Role role, Means means) {
  /**
   * Whether a browser sends the proof by itself, also with a request that another site made it
   * send.
   */
  public boolean isCarriedByBrowser() {
    return switch (means) {
      case Means.Token _ -> false;
      case Means.SignedIn _, Means.Proxy _ -> true;
    };
  }

  /** How somebody proves who they are. */
  public sealed interface Means {
    /** A bearer token, sent with the request. */
    record Token() implements Means {}

    /** The cookie of a session that was begun with a token. */
    record SignedIn(String session) implements Means {
      @Override
      public String toString() {
        return "SignedIn[…]";
      }
    }

    /** A trusted proxy says so. */
    record Proxy() implements Means {}
  }
}
