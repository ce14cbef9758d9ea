package dev.backstay.http.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that says which tokens let in. It is read at each use, so that a token that was taken
 * out of it is worth nothing from then on. What cannot be read lets nobody in, and is told once.
 */
public final class TokenFile {
  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
  private static final int LARGEST = 256 * 1024;
  private static final String FORM = "expected <name> read|operate sha256:<64 hex digits>";

  private final Path file;
  private Read last = new Read("", List.of(), true);

  public TokenFile(Path file) {
    this.file = file;
  }

  /** What the file said when it was last read. */
  private record Read(String text, List<TokenLine> lines, boolean readable) {}

  /** Whether it can be read at all. */
  public boolean isReadable() {
    return read().readable();
  }

  /** The line of a token. */
  Optional<TokenLine> lineOf(AccessToken token) {
    return lineWith(token.hash());
  }

  /** The line with a hash; all are compared, in a time that says nothing of the hashes. */
  Optional<TokenLine> lineWith(byte[] hash) {
    Optional<TokenLine> found = Optional.empty();
    for (TokenLine line : read().lines()) {
      if (line.isFor(hash)) {
        found = Optional.of(line);
      }
    }
    return found;
  }

  private synchronized Read read() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("it has more than " + LARGEST / 1024 + " KiB");
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (!last.readable() || !text.equals(last.text())) {
        last = parse(text);
      }
    } catch (IOException e) {
      if (last.readable()) {
        LOG.error("the token file {} cannot be read, so no token lets in: {}", file, e.toString());
      }
      last = new Read("", List.of(), false);
    }
    return last;
  }

  private Read parse(String text) {
    List<TokenLine> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String content = line.strip();
      if (!content.isEmpty() && !content.startsWith("#")) {
        add(content, number, lines);
      }
    }
    return new Read(text, List.copyOf(lines), true);
  }

  /** A bad line is not shown: it may hold a token. */
  private void add(String content, int number, List<TokenLine> lines) {
    Optional<TokenLine> line = TokenLine.parse(content);
    if (line.isEmpty()) {
      LOG.error("{}:{}: this line lets nobody in: {}", file, number, FORM);
    } else if (lines.stream().anyMatch(other -> other.isFor(line.get().hash()))) {
      LOG.error("{}:{}: this line is ignored: the token is on a line before it too", file, number);
    } else {
      lines.add(line.get());
    }
  }
}
