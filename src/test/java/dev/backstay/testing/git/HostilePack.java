package dev.backstay.testing.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;

/** A pack as no honest git would make it. */
public final class HostilePack {
  public static final int COMMIT = 1;
  public static final int TREE = 2;
  public static final int BLOB = 3;

  private final ByteArrayOutputStream objects = new ByteArrayOutputStream();
  private int count;

  /** Adds an object; gives its id. */
  public String add(int type, byte[] content) {
    begin(type, content.length);
    deflate(content);
    String name = type == COMMIT ? "commit" : type == TREE ? "tree" : "blob";
    byte[] head = (name + " " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    return HexFormat.of().formatHex(sha1(head, content));
  }

  /** Adds an object that says to be larger than it is. */
  public HostilePack pretend(int type, long size) {
    begin(type, size);
    deflate(new byte[1024]);
    return this;
  }

  /** A commit of a tree, with whatever comes between that and its message. */
  public String commit(String tree, String more, String message) {
    String who = "Eve <eve@example.com> 1700000000 +0000\n";
    String text =
        "tree " + tree + "\n" + more + "author " + who + "committer " + who + "\n" + message;
    return add(COMMIT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** An entry of a tree. */
  public static byte[] entry(String mode, byte[] name, String id) {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    entry.writeBytes((mode + " ").getBytes(StandardCharsets.US_ASCII));
    entry.writeBytes(name);
    entry.write(0);
    entry.writeBytes(HexFormat.of().parseHex(id));
    return entry.toByteArray();
  }

  public static byte[] entry(String mode, String name, String id) {
    return entry(mode, name.getBytes(StandardCharsets.UTF_8), id);
  }

  private void begin(int type, long size) {
    count++;
    long rest = size >> 4;
    int first = (type << 4) | (int) (size & 15);
    objects.write(rest > 0 ? first | 0x80 : first);
    while (rest > 0) {
      int next = (int) (rest & 127);
      rest >>= 7;
      objects.write(rest > 0 ? next | 0x80 : next);
    }
  }

  private void deflate(byte[] content) {
    try (DeflaterOutputStream out = new DeflaterOutputStream(objects)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] bytes() {
    return bytes(count);
  }

  /** The pack, whose head says how many objects there are. */
  public byte[] bytes(int pretended) {
    byte[] head =
        ByteBuffer.allocate(12)
            .put("PACK".getBytes(StandardCharsets.US_ASCII))
            .putInt(2)
            .putInt(pretended)
            .array();
    byte[] body = objects.toByteArray();
    byte[] sum = sha1(head, body);
    return ByteBuffer.allocate(head.length + body.length + sum.length)
        .put(head)
        .put(body)
        .put(sum)
        .array();
  }

  private static byte[] sha1(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
