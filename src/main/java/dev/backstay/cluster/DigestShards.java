package dev.backstay.cluster;

import dev.backstay.manifest.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The form in which digests are kept: as text, and packed into as many pieces as needed for none to
 * come near the size that the API server takes.
 */
final class DigestShards {
  private DigestShards() {}

  /**
   * A line for each group, kind and namespace, and under it a line for each object. What a value
   * says is the writer's affair, but it holds neither tabs nor line ends.
   */
  static String format(Map<ObjectKey, String> digests) {
    return lines(new TreeMap<>(digests).entrySet());
  }

  private static String lines(Collection<Map.Entry<ObjectKey, String>> sorted) {
    StringBuilder lines = new StringBuilder();
    String heading = "";
    for (Map.Entry<ObjectKey, String> entry : sorted) {
      ObjectKey key = entry.getKey();
      String place = String.join("\t", key.group(), key.kind(), key.namespace());
      if (!place.equals(heading)) {
        lines.append(place).append('\n');
        heading = place;
      }
      lines.append(key.name()).append('\t').append(entry.getValue()).append('\n');
    }
    return lines.toString();
  }

  /** Reads what {@link #format} wrote; lines of another form are left out. */
  static Map<ObjectKey, String> parse(String lines) {
    Map<ObjectKey, String> digests = new HashMap<>();
    String[] place = {};
    for (String line : lines.split("\n", -1)) {
      String[] fields = line.split("\t", -1);
      if (fields.length == 3) {
        place = fields;
      } else if (fields.length == 2 && place.length == 3) {
        digests.put(new ObjectKey(place[0], place[1], place[2], fields[0]), fields[1]);
      }
    }
    return digests;
  }

  /**
   * Packs all digests.
   *
   * @param largest the size that no piece exceeds
   * @return at least one piece
   */
  static List<byte[]> pack(Map<ObjectKey, String> digests, int largest) {
    List<Map.Entry<ObjectKey, String>> sorted = new ArrayList<>(new TreeMap<>(digests).entrySet());
    byte[] whole = zip(sorted);
    int count = Math.ceilDiv(whole.length, largest);
    List<byte[]> pieces = count <= 1 ? List.of(whole) : cut(sorted, count);
    while (pieces.stream().anyMatch(piece -> piece.length > largest)) {
      pieces = cut(sorted, ++count);
    }
    return pieces;
  }

  private static List<byte[]> cut(List<Map.Entry<ObjectKey, String>> sorted, int count) {
    List<byte[]> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) sorted.size() * i / count);
      int to = (int) ((long) sorted.size() * (i + 1) / count);
      pieces.add(zip(sorted.subList(from, to)));
    }
    return pieces;
  }

  private static byte[] zip(Collection<Map.Entry<ObjectKey, String>> sorted) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(lines(sorted).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Reads one piece; nothing if it is not one. */
  static Map<ObjectKey, String> unpack(byte[] piece) {
    try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(piece))) {
      return parse(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException _) {
      return Map.of();
    }
  }
}
