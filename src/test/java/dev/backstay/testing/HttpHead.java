package dev.backstay.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The first line and the headers of an HTTP/1.1 message. */
record HttpHead(String firstLine, List<String> headers) {
  HttpHead {
    headers = List.copyOf(headers);
  }

  /** Reads up to where the body begins; empty if the other side has nothing more to say. */
  static Optional<HttpHead> read(InputStream in) throws IOException {
    Optional<String> first = line(in);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    List<String> headers = new ArrayList<>();
    for (String header = required(in); !header.isEmpty(); header = required(in)) {
      headers.add(header);
    }
    return Optional.of(new HttpHead(first.get(), headers));
  }

  /** A line without its end; empty at the end of the stream. */
  static Optional<String> line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return Optional.empty();
      }
      bytes.write(b);
    }
    String line = bytes.toString(StandardCharsets.UTF_8);
    return Optional.of(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
  }

  static String required(InputStream in) throws IOException {
    return line(in).orElseThrow(() -> new EOFException("the message ends in its head"));
  }

  /** The word of the first line at an index: method, target, version, or version and status. */
  String word(int index) {
    return firstLine.split(" ", 3)[index];
  }

  Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> name(header).equals(name.toLowerCase(Locale.ROOT)))
        .map(header -> header.substring(header.indexOf(':') + 1).strip())
        .findFirst();
  }

  HttpHead without(Set<String> lowerCaseNames) {
    return new HttpHead(
        firstLine, headers.stream().filter(h -> !lowerCaseNames.contains(name(h))).toList());
  }

  HttpHead with(String header) {
    List<String> more = new ArrayList<>(headers);
    more.add(header);
    return new HttpHead(firstLine, more);
  }

  HttpHead withFirstLine(String line) {
    return new HttpHead(line, headers);
  }

  boolean isChunked() {
    return header("Transfer-Encoding").orElse("").equalsIgnoreCase("chunked");
  }

  /** All of a request's body. */
  byte[] requestBody(InputStream in) throws IOException {
    if (isChunked()) {
      return new ChunkedInput(in).readAllBytes();
    }
    return in.readNBytes(Integer.parseInt(header("Content-Length").orElse("0")));
  }

  /** A response's body as it comes; one without a length ends with the connection. */
  InputStream responseBody(InputStream in) {
    return isChunked() ? new ChunkedInput(in) : in;
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder(firstLine).append("\r\n");
    headers.forEach(header -> text.append(header).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String name(String header) {
    int colon = header.indexOf(':');
    return header.substring(0, Math.max(0, colon)).strip().toLowerCase(Locale.ROOT);
  }
}
