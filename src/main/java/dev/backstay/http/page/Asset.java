package dev.backstay.http.page;

import dev.backstay.manifest.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/**
 * A file that pages are made with. Its address tells its content, so that a browser may keep it for
 * ever and still never has an old one.
 */
final class Asset {
  private static final int VERSION_LENGTH = 12;

  private final String name;
  private final String type;
  private final byte[] plain;
  private final byte[] zipped;
  private final String version;

  private Asset(String name, String type, byte[] plain) throws IOException {
    this.name = name;
    this.type = type;
    this.plain = plain;
    this.zipped = zip(plain);
    this.version = Sha256.hex(plain).substring(0, VERSION_LENGTH);
  }

  static Asset read(String name, String type) {
    try (InputStream in = Asset.class.getResourceAsStream(name)) {
      return new Asset(
          name, type, Objects.requireNonNull(in, () -> name + " is not in the jar").readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] zip(byte[] plain) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(plain);
    }
    return zipped.toByteArray();
  }

  String name() {
    return name;
  }

  String type() {
    return type;
  }

  /** A digest of the content, shortened. */
  String version() {
    return version;
  }

  byte[] plain() {
    return plain;
  }

  byte[] zipped() {
    return zipped;
  }
}
