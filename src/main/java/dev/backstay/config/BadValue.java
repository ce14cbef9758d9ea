package dev.backstay.config;

/**
 * A value that a setting cannot take. The records throw it when built in code; the reader catches
 * it and adds the setting's name, file and line. The message never shows what may be a credential.
 */
final class BadValue extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_SHOWN = 60;

  private final String problem;
  private final String hint;

  BadValue(String problem) {
    this(problem, "");
  }

  BadValue(String problem, String hint) {
    super(problem);
    this.problem = problem;
    this.hint = hint;
  }

  static BadValue expected(String what, String found) {
    return new BadValue("expected " + what + ", not " + shown(found));
  }

  String problem() {
    return problem;
  }

  String hint() {
    return hint;
  }

  /** The text in quotes, fit for one line of a log, without what stands before the @ of a URL. */
  static String shown(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}+", " ");
    String masked = oneLine.replaceAll("[^\\s\"/]*:[^\\s\"@]*@", "***@");
    boolean fits = masked.length() <= LONGEST_SHOWN;
    return '"' + (fits ? masked : masked.substring(0, LONGEST_SHOWN) + "…") + '"';
  }
}
