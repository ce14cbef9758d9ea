package dev.backstay.manifest;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * The parser's complaints in our own words. Its messages quote characters and names of the text,
 * and text that cannot be parsed may always be a Secret: so none of them is passed on.
 */
final class YamlErrors {
  private YamlErrors() {}

  /**
   * @param start how SnakeYAML's message begins
   */
  private record Known(String start, String message, String hint) {}

  private static final Known TAB =
      new Known("found character '\\t(TAB)'", "a tab is used for indentation", "use spaces");

  private static final String INDENTATION = "compare the indentation with the lines above";

  private static final List<Known> KNOWN =
      List.of(
          TAB,
          new Known("found character '", "a value cannot begin with @, % or `", "put it in quotes"),
          new Known(
              "could not find expected ':'",
              "expected \"key: value\"",
              "a colon, a closing quote or the | of a longer text is missing here or above"),
          new Known(
              "mapping values are not allowed here",
              "a \": \" is not expected here",
              "put the value in quotes if it contains one; " + INDENTATION),
          new Known("mapping keys are not allowed", "a key is not expected here", INDENTATION),
          new Known(
              "sequence entries are not allowed", "a \"- \" is not expected here", INDENTATION),
          new Known(
              "expected <block end>", "this line does not belong where it stands", INDENTATION),
          new Known(
              "found unexpected end of stream",
              "a quote that begins here is not closed in this document",
              ""),
          new Known(
              "found unknown escape character",
              "unknown escape in a text in double quotes",
              "write \\\\ for a backslash, or use single quotes"),
          new Known(
              "expected escape sequence of",
              "unfinished escape in a text in double quotes",
              "write \\\\ for a backslash, or use single quotes"),
          new Known(
              "expected chomping or indentation",
              "text or a tab on the line of | or >",
              "begin the text on the next line, or put a value that begins with | or > in quotes"),
          new Known("expected ',' or '}'", "a , or } is missing", ""),
          new Known("expected ',' or ']'", "a , or ] is missing", ""),
          new Known(
              "unexpected character found",
              "not a name after * or &",
              "put a value that begins with * or & in quotes"),
          new Known(
              "found undefined tag handle",
              "unknown tag",
              "put a value that begins with ! in quotes"),
          new Known(
              "expected '<document start>'",
              "text after the end of the value above",
              INDENTATION + "; separate documents with ---"),
          new Known("expected the node content", "a value is expected here", ""));

  static UnreadableDocument explain(MarkedYAMLException e, int firstLine) {
    Known known = known(e.getProblem());
    // the place where a text ends says little, the place where its quote began says all
    boolean unclosed = known.start().equals("found unexpected end of stream");
    Mark mark = unclosed && e.getContextMark() != null ? e.getContextMark() : e.getProblemMark();
    return new UnreadableDocument(
        ProblemCode.SYNTAX, firstLine + mark.getLine(), known.message(), known.hint());
  }

  static UnreadableDocument unknown(int line) {
    return new UnreadableDocument(
        ProblemCode.SYNTAX, line, "not valid YAML", "from here on, " + INDENTATION);
  }

  private static Known known(@Nullable String problem) {
    for (Known known : KNOWN) {
      if (problem != null && problem.startsWith(known.start())) {
        return known;
      }
    }
    return new Known("", "not valid YAML", "");
  }
}
