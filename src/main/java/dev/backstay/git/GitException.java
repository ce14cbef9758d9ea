package dev.backstay.git;

import java.io.IOException;

/**
 * Something of the config repo could not be reached or read. The message tells what was tried and
 * why it failed, and holds no credential. It is an {@link IOException} so that a {@link
 * dev.backstay.manifest.SourceFile} can throw it while its content is read.
 */
public final class GitException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Who must act. */
  public enum Kind {
    /** The git server gave no usable answer: it may pass by itself. */
    UNREACHABLE,
    /** The git server wants other credentials. */
    AUTHENTICATION,
    /** The git server did not prove that it is the one that is meant: nothing was sent to it. */
    UNTRUSTED,
    /** There is no such repository, branch or commit. */
    NOT_FOUND,
    /** The mirror is damaged and a fresh one did not help. */
    CORRUPT,
    /** Anything else: the disk, the configuration, a bug. */
    OTHER
  }

  private final Kind kind;

  GitException(Kind kind, String tried, String because) {
    super(text(tried, because));
    this.kind = kind;
  }

  GitException(Kind kind, String tried, String because, Throwable cause) {
    super(text(tried, because), cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  private static String text(String tried, String because) {
    return "Tried to " + tried + " but failed because " + because;
  }
}
