package dev.backstay.manifest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * Splits a file into documents as kubectl does: by lines that begin with {@code ---}, before any
 * parsing. A document that cannot be read does not hide the problems of the next one.
 */
final class YamlFile {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final byte[] content;
  private final Limits limits;
  private final Findings findings;
  private final Predicate<Value> consumer;

  private int lineNumber;
  private int documentStart;
  private int documentLine;
  private int documentEnd = -1;
  private boolean broken;

  /**
   * @param consumer gets the documents that have content; false ends the reading
   */
  YamlFile(byte[] content, Limits limits, Findings findings, Predicate<Value> consumer) {
    this.content = content;
    this.limits = limits;
    this.findings = findings;
    this.consumer = consumer;
  }

  /**
   * @param from where to begin
   * @param firstLine the number of the line that begins there
   */
  void read(int from, int firstLine) {
    int start = from == 0 && startsWith(BYTE_ORDER_MARK, 0) ? BYTE_ORDER_MARK.length : from;
    lineNumber = firstLine;
    begin(start, firstLine);
    boolean wanted = true;
    while (wanted && !findings.isFull() && start < content.length) {
      int end = start;
      while (end < content.length && content[end] != '\n') {
        end++;
      }
      wanted = line(start, end);
      start = end + 1;
      lineNumber++;
    }
    if (wanted && !findings.isFull()) {
      finish(content.length);
    }
  }

  private void begin(int start, int line) {
    documentStart = start;
    documentLine = line;
    documentEnd = -1;
    broken = false;
  }

  /** Looks at one line; false if no more is wanted. */
  private boolean line(int start, int end) {
    if (marker('-', start, end)) {
      if (isBlank(start + 3) && isBlankOrComment(start + 3, end)) {
        boolean wanted = finish(start);
        begin(Math.min(end + 1, content.length), lineNumber + 1);
        return wanted;
      }
      refuse(
          "a line that begins with --- separates documents, and this one goes on with text",
          "put the text on the next line; indent it if it belongs to a value");
    } else if (documentEnd >= 0) {
      if (!isBlankOrComment(start, end)) {
        refuse(
            "text after ..., which ends the document: kubectl would ignore it",
            "begin a new document with ---");
      }
    } else if (marker('.', start, end) && isBlank(start + 3)) {
      documentEnd = start;
      if (!isBlankOrComment(start + 3, end)) {
        refuse("text after ..., which ends the document", "remove it");
      }
    } else if (startsWith(BYTE_ORDER_MARK, start)) {
      refuse(
          "an invisible byte order mark in front of the line",
          "it is left when files are joined; remove it");
    }
    return true;
  }

  private void refuse(String message, String hint) {
    broken = true;
    findings.add(ProblemCode.SYNTAX, lineNumber, message, hint);
  }

  private boolean marker(char c, int start, int end) {
    return end - start >= 3
        && content[start] == c
        && content[start + 1] == c
        && content[start + 2] == c;
  }

  private boolean startsWith(byte[] bytes, int start) {
    for (int i = 0; i < bytes.length; i++) {
      if (start + i >= content.length || content[start + i] != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean isBlank(int at) {
    return at >= content.length || (content[at] >= 0 && content[at] <= ' ');
  }

  private boolean isBlankOrComment(int start, int end) {
    int i = start;
    while (i < end && isBlank(i)) {
      i++;
    }
    return i == end || (content[i] == '#' && !goesOnAfterReturn(i, end));
  }

  /** A carriage return alone ends a line for YAML, and so the comment, but not for an editor. */
  private boolean goesOnAfterReturn(int start, int end) {
    for (int i = start; i + 1 < end; i++) {
      if (content[i] == '\r') {
        return true;
      }
    }
    return false;
  }

  /** Reads the document that ends before {@code end}; false if no more is wanted. */
  private boolean finish(int end) {
    if (broken) {
      return true;
    }
    try {
      int length = (documentEnd >= 0 ? documentEnd : end) - documentStart;
      if (length > limits.documentBytes()) {
        throw new UnreadableDocument(
            ProblemCode.LIMIT_EXCEEDED,
            documentLine,
            "the document has "
                + Limits.inWords(length)
                + ", the limit is "
                + Limits.inWords(limits.documentBytes()),
            "split it");
      }
      return YamlDocument.read(text(length), documentLine, limits, findings)
          .map(consumer::test)
          .orElse(true);
    } catch (UnreadableDocument e) {
      e.tell(findings);
      return true;
    }
  }

  private String text(int length) throws UnreadableDocument {
    ByteBuffer bytes = ByteBuffer.wrap(content, documentStart, length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    String text;
    try {
      text = decoder.decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableDocument(
          ProblemCode.SYNTAX, lineAt(bytes.position()), "not UTF-8", "save the file as UTF-8");
    }
    checkCharacters(text);
    checkDirectives(text);
    // as kubectl does: it unifies line ends and adds the last one, which can be part of a value
    String lines = text.replace("\r\n", "\n");
    return lines.endsWith("\n") ? lines : lines + "\n";
  }

  private int lineAt(int position) {
    int line = documentLine;
    for (int i = documentStart; i < position; i++) {
      line += content[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  private void checkCharacters(String text) throws UnreadableDocument {
    int line = documentLine;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line++;
      } else if (!isAllowed(c)) {
        throw new UnreadableDocument(
            ProblemCode.SYNTAX,
            line,
            "a control character, which YAML does not allow",
            "remove it, or write it as an escape in double quotes");
      }
    }
  }

  private void checkDirectives(String text) throws UnreadableDocument {
    int line = documentLine;
    for (String content : (Iterable<String>) text.lines()::iterator) {
      if (content.startsWith("%")) {
        throw new UnreadableDocument(
            ProblemCode.SYNTAX,
            line,
            "directives such as %YAML are not understood by kubectl",
            "remove the line");
      }
      String stripped = content.strip();
      if (!stripped.isEmpty() && !stripped.startsWith("#")) {
        return;
      }
      line++;
    }
  }

  /** Halves of pairs are fine: the decoder only makes whole ones. */
  private static boolean isAllowed(char c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0x7E)
        || c == 0x85
        || (c >= 0xA0 && c <= 0xFFFD);
  }
}
