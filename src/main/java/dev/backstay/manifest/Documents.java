package dev.backstay.manifest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * Finds the documents of a file the way kubectl does: what begins with a brace is tried as JSON
 * first, whatever the file's name; what is not JSON is YAML.
 */
final class Documents {
  private Documents() {}

  /**
   * @param consumer gets each document that has content and could be read, in order; false ends the
   *     reading
   */
  static void read(
      String path, byte[] content, Limits limits, Findings findings, Predicate<Value> consumer) {
    String text = looksLikeJson(content) ? text(content) : "";
    if (text.isEmpty()) {
      new YamlFile(content, limits, findings, consumer).read(0, 1);
      return;
    }
    JsonStream.End end = JsonStream.read(text, limits, findings, consumer);
    if (end.failedLine() == 0) {
      return;
    }
    // after a second JSON value kubectl expects nothing else any more
    boolean mayBeYaml = end.values() <= 1;
    Findings asYaml = findings.sameFile();
    if (mayBeYaml) {
      readRest(content, end, text, new YamlFile(content, limits, asYaml, consumer));
    }
    if (mayBeYaml && !(path.endsWith(".json") && asYaml.hasSyntaxProblem())) {
      findings.addAll(asYaml);
    } else {
      findings.add(
          ProblemCode.SYNTAX,
          end.failedLine(),
          "not valid JSON",
          "look for a comma, quote or bracket that is missing or too many; JSON has no comments");
    }
  }

  /** kubectl skips the white space up to the end of the line before it changes to YAML. */
  private static void readRest(byte[] content, JsonStream.End end, String text, YamlFile rest) {
    int offset = text.substring(0, end.offset()).getBytes(StandardCharsets.UTF_8).length;
    while (offset < content.length && isSpace(content[offset])) {
      if (content[offset++] == '\n') {
        rest.read(offset, end.line() + 1);
        return;
      }
    }
    rest.read(offset, end.line());
  }

  private static boolean looksLikeJson(byte[] content) {
    for (byte b : content) {
      if (!isSpace(b)) {
        return b == '{';
      }
    }
    return false;
  }

  /** Empty if it is not UTF-8: told with its line when it is read as YAML. */
  private static String text(byte[] content) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      return "";
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
