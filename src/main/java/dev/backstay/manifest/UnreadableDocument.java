package dev.backstay.manifest;

/** Ends the reading of one document; its problem is told, and the next document is read. */
final class UnreadableDocument extends Exception {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final int line;
  private final String told;
  private final String hint;

  UnreadableDocument(ProblemCode code, int line, String message, String hint) {
    super(message, null, false, false);
    this.code = code;
    this.line = line;
    this.told = message;
    this.hint = hint;
  }

  static UnreadableDocument tooDeep(int line, int depth) {
    return new UnreadableDocument(
        ProblemCode.LIMIT_EXCEEDED,
        line,
        "more than " + depth + " mappings and lists inside each other",
        "");
  }

  void tell(Findings findings) {
    findings.add(code, line, told, hint);
  }
}
