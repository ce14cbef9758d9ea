package dev.backstay.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A safety rule that does not hold.
 *
 * @param rule what does not hold
 * @param file below the main sources of {@code dev.backstay}
 * @param text of the source, which is there exactly once
 * @param instead what stands in its place
 * @param test the one that must notice: {@code dev.backstay.<class>#<method>}
 */
record Mutant(String rule, String file, String text, String instead, String test) {
  private static final Path SOURCES = Path.of("src/main/java/dev/backstay");

  /** The source with the rule broken. */
  private String source() {
    try {
      String source = Files.readString(SOURCES.resolve(file));
      int at = source.indexOf(text);
      if (at < 0 || source.indexOf(text, at + 1) >= 0) {
        throw new AssertionError(
            "the mutant \"%s\" is stale: its text is not exactly once in %s".formatted(rule, file));
      }
      return source.substring(0, at) + instead + source.substring(at + text.length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles the changed class into a folder that can stand before the class path. */
  void compileInto(Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            "-proc:none",
            "-parameters",
            "-nowarn");
    boolean compiled =
        compiler
            .getTask(null, null, told, options, null, List.of(new Source(file, source())))
            .call();
    if (!compiled) {
      List<String> errors =
          told.getDiagnostics().stream()
              .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
              .map(Diagnostic::toString)
              .toList();
      throw new AssertionError("the mutant \"%s\" does not compile: %s".formatted(rule, errors));
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String file, String text) {
      super(URI.create("string:///dev/backstay/" + file), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  @Override
  public String toString() {
    return rule;
  }
}
