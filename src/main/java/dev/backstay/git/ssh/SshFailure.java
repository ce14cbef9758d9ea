package dev.backstay.git.ssh;

import java.io.IOException;

/** Why there is no talk over ssh, in words for the person who can mend it; holds no secret. */
public final class SshFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** What kind of thing is wrong. */
  public enum Reason {
    /** The server did not prove that it is the one that is meant; nothing was sent to it. */
    UNTRUSTED,
    /** The server does not let the key in. */
    REFUSED,
    /** No usable answer came: it may pass by itself. */
    UNREACHABLE,
    /** The key or the known hosts cannot be used. */
    UNUSABLE
  }

  private final Reason reason;

  SshFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  SshFailure(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
