package dev.backstay.cli;

import java.io.IOException;

/** Nobody answers now: it may pass. */
final class NoAnswer extends IOException {
  private static final long serialVersionUID = 1L;

  NoAnswer(String message, Exception cause) {
    super(message, cause);
  }
}
