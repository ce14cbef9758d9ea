package dev.backstay.config;

import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Text to a tree of YAML nodes that know their lines; nothing is made of them yet. */
final class YamlTree {
  private static final int DEEPEST = 20;

  /**
   * An alias is a second way to the same node, so a text that would grow a millionfold when written
   * out is still a small tree, and the reader goes no deeper than its own keys.
   */
  private static final int MOST_ALIASES = 1000;

  private static final Pattern QUOTES =
      Pattern.compile(
          "^(found undefined alias|Global tag is not allowed|found undefined tag handle).*");

  private YamlTree() {}

  /** The mapping that is the whole text. */
  static Value<MappingNode> of(String yaml, Findings findings) {
    try {
      return root(compose(yaml), findings);
    } catch (MarkedYAMLException e) {
      int line = Optional.ofNullable(e.getProblemMark()).map(Mark::getLine).orElse(-1) + 1;
      return bad(findings, line, "is not YAML: " + problem(e));
    } catch (ReaderException e) {
      // its message would show the text around the place
      int line = 1 + (int) yaml.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count();
      return bad(findings, line, "is not YAML: it has a control character");
    } catch (YAMLException e) {
      return bad(findings, 0, "is not YAML that can be read: " + e.getMessage());
    }
  }

  /** What the parser says, without the words it may quote: *s3cret is a password as well. */
  private static String problem(MarkedYAMLException e) {
    return Optional.ofNullable(e.getProblem())
        .map(problem -> QUOTES.matcher(problem).replaceFirst("$1"))
        .orElse("the parser does not say why");
  }

  private static Optional<Node> compose(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(MOST_ALIASES);
    ParserImpl parser = new ParserImpl(new StreamReader(yaml), options);
    return Optional.ofNullable(new Composer(parser, new Resolver(), options).getSingleNode());
  }

  private static Value<MappingNode> root(Optional<Node> node, Findings findings) {
    if (node.isEmpty() || node.get().getTag().equals(Tag.NULL)) {
      return bad(findings, 0, "is empty");
    }
    return node.get() instanceof MappingNode mapping
        ? new Value.Given<>(mapping)
        : bad(findings, Section.lineOf(node.get()), "expected keys and values");
  }

  private static Value<MappingNode> bad(Findings findings, int line, String message) {
    findings.error(line, message, "");
    return new Value.Bad<>();
  }
}
