package dev.backstay.git;

import java.time.Instant;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.eclipse.jgit.revwalk.RevCommit;

/** Turns what a commit holds into text that can be shown. */
final class Commits {
  private static final int MESSAGE = 8 * 1024;

  /** Of a message too long, so much of its end stays: the trailers are there. */
  private static final int MESSAGE_END = 2 * 1024;

  private static final int SUBJECT = 200;
  private static final int NAME = 100;
  private static final String CUT = "…";

  private Commits() {}

  static Commit of(RevCommit commit) {
    return new Commit(
        new Revision(commit.name()),
        line(commit.getShortMessage(), SUBJECT),
        author(commit),
        Instant.ofEpochSecond(commit.getCommitTime()),
        message(commit.getFullMessage()));
  }

  private static String author(RevCommit commit) {
    // git lets a commit be without a readable author
    return Optional.ofNullable(commit.getAuthorIdent())
        .map(who -> who.getName().isBlank() ? who.getEmailAddress() : who.getName())
        .map(name -> line(name, NAME))
        .orElse("");
  }

  private static String line(String text, int longest) {
    String clean = keep(text, c -> !Character.isISOControl(c)).strip();
    return clean.length() <= longest ? clean : start(clean, longest) + CUT;
  }

  private static String message(String text) {
    String clean = keep(text, c -> c == '\n' || c == '\t' || !Character.isISOControl(c)).strip();
    if (clean.length() <= MESSAGE) {
      return clean;
    }
    String end = clean.substring(clean.length() - MESSAGE_END);
    // what is left of a line must not be taken for a trailer
    String wholeLines = end.substring(end.indexOf('\n') + 1);
    return start(clean, MESSAGE - MESSAGE_END)
        + CUT
        + "\n"
        + (end.equals(wholeLines) ? "" : wholeLines);
  }

  private static String start(String text, int length) {
    boolean splitsPair = Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splitsPair ? length - 1 : length);
  }

  private static String keep(String text, IntPredicate wanted) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints().filter(wanted).filter(c -> !turnsText(c)).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** Marks that let text appear in another order than it is written: they could hide a change. */
  private static boolean turnsText(int c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  }
}
