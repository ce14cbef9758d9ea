package dev.backstay.git;

import static dev.backstay.testing.git.HostilePack.BLOB;
import static dev.backstay.testing.git.HostilePack.TREE;
import static dev.backstay.testing.git.HostilePack.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.ChildJvm;
import dev.backstay.testing.git.HostileGitServer;
import dev.backstay.testing.git.HostilePack;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bombs for whoever clones or reads them, read by an agent with 48 MB. */
class HostileRepositoryTest {
  private static final String NO_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

  @TempDir Path folder;
  private final List<String> urls = new ArrayList<>();
  private final Map<String, String> expected = new LinkedHashMap<>();

  private void expect(
      HostileGitServer server, String name, HostilePack pack, String head, String words) {
    expect(server, name, pack.bytes(), head, words);
  }

  private void expect(
      HostileGitServer server, String name, byte[] pack, String head, String words) {
    urls.add(server.serve(name, head, pack));
    expected.put(name, words);
  }

  /** A commit whose folder p is this tree. */
  private static String commitOf(HostilePack pack, String tree) {
    return pack.commit(pack.add(TREE, entry("40000", "p", tree)), "", "Bomb\n");
  }

  private static byte[] join(List<byte[]> entries) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    entries.forEach(all::writeBytes);
    return all.toByteArray();
  }

  @Test
  void whatIsFarTooLargeIsRefusedWithinLittleMemory() {
    try (HostileGitServer server = HostileGitServer.start()) {
      serveTooLargeObjects(server);
      serveStrangeCommits(server);
      serveTrees(server);

      List<String> arguments = new ArrayList<>(List.of(folder.toString()));
      arguments.addAll(urls);
      String output =
          ChildJvm.run(HostileReader.class, List.of("-Xmx48m", "-XX:+UseSerialGC"), arguments);

      expected.forEach(
          (name, words) ->
              assertThat(output.lines().filter(line -> line.startsWith(name + "|")))
                  .as("%s in%n%s", name, output)
                  .singleElement()
                  .asString()
                  .contains(words));
      String used = output.substring(output.indexOf("used|") + "used|".length()).strip();
      assertThat(Long.parseLong(used)).as("kept of it all").isLessThan(24L * 1024 * 1024);
    }
  }

  private void serveTooLargeObjects(HostileGitServer server) {
    HostilePack empty = new HostilePack();
    String head = empty.commit(empty.add(TREE, new byte[0]), "", "Fine\n");
    expect(server, "fine", empty, head, "there is no folder p");
    expect(
        server, "objects-without-end", empty.bytes(Integer.MAX_VALUE), head, "2147483647 objects");
    for (Map.Entry<String, Integer> type :
        Map.of("blob", BLOB, "tree", TREE, "commit", 1).entrySet()) {
      HostilePack pack = new HostilePack();
      String commit = pack.commit(pack.add(TREE, new byte[0]), "", "Bomb\n");
      pack.pretend(type.getValue(), 4L * 1024 * 1024 * 1024);
      expect(server, "huge-" + type.getKey(), pack, commit, "too large");
    }
  }

  private void serveStrangeCommits(HostileGitServer server) {
    HostilePack talkative = new HostilePack();
    String tree = talkative.add(TREE, new byte[0]);
    String head = talkative.commit(tree, "", "x".repeat(3_000_000));
    expect(server, "talkative", talkative, head, "bytes, more than 1048576");

    HostilePack fertile = new HostilePack();
    fertile.add(TREE, new byte[0]);
    String child = fertile.commit(NO_TREE, ("parent " + NO_TREE + "\n").repeat(1_000), "Many\n");
    expect(server, "fertile", fertile, child, "more than 256 parents");

    HostilePack broken = new HostilePack();
    String bad = broken.add(TREE, "100644 no end".getBytes(StandardCharsets.US_ASCII));
    expect(server, "broken-tree", broken, commitOf(broken, bad), "truncated");
  }

  private void serveTrees(HostileGitServer server) {
    HostilePack bomb = new HostilePack();
    String tree = bomb.add(TREE, entry("100644", "a.yaml", bomb.add(BLOB, new byte[1])));
    for (int level = 0; level < 10; level++) {
      List<byte[]> ten = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        ten.add(entry("40000", "d" + i, tree));
      }
      tree = bomb.add(TREE, join(ten));
    }
    expect(server, "tree-bomb", bomb, commitOf(bomb, tree), "BKS-104");

    HostilePack deep = new HostilePack();
    String at = deep.add(TREE, entry("100644", "a.yaml", deep.add(BLOB, new byte[1])));
    for (int level = 0; level < 2_000; level++) {
      at = deep.add(TREE, entry("40000", "d", at));
    }
    expect(server, "deep", deep, commitOf(deep, at), "its path is longer than 1024 bytes");

    HostilePack thick = new HostilePack();
    String blob = thick.add(BLOB, new byte[1]);
    String inner = thick.add(TREE, entry("100644", "a.yaml", blob));
    for (int level = 0; level < 8; level++) {
      List<byte[]> many = new ArrayList<>();
      many.add(entry("40000", "!", inner));
      for (int i = 0; i < 60_000; i++) {
        many.add(entry("100644", String.format("f%06d", i), blob));
      }
      inner = thick.add(TREE, join(many));
    }
    expect(server, "thick", thick, commitOf(thick, inner), "hold more entries than fit in 8388608");
  }
}
