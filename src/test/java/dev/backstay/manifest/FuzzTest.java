package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Whatever the text, there is a result: manifests of valid JSON, or problems with a place. */
@Timeout(60)
class FuzzTest {
  private static final List<String> SEEDS =
      KubectlCases.all().stream().map(KubectlCases.Case::yaml).toList();
  private static final String ALPHABET = " \n\t\r:-#\"'{}[],&*!|>%@`?~=<\\/.0aé\uFEFF\u2028\u0085";
  private static final JsonMapper JSON = JsonMapper.shared();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomBytesGiveAResult(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      byte[] content = new byte[random.nextInt(200)];
      random.nextBytes(content);
      check("seed " + seed + ", " + i, content);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomYamlGivesAResult(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(40);
      for (int j = 0; j < length; j++) {
        text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      check("seed " + seed + ", " + i, text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void mutatedManifestsGiveAResult(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      check(
          "seed " + seed + ", " + i,
          mutated(SEEDS.get(random.nextInt(SEEDS.size())), random)
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(mutated.length() + 1);
      char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      if (random.nextInt(3) == 0 && at < mutated.length()) {
        int end = Math.min(mutated.length(), at + 1 + random.nextInt(10));
        mutated.delete(at, end);
      } else if (random.nextBoolean() && at < mutated.length()) {
        mutated.setCharAt(at, c);
      } else {
        mutated.insert(at, c);
      }
    }
    return mutated.toString();
  }

  private static void check(String name, byte[] content) {
    for (String path : List.of("a.yml", "a.json")) {
      ReadResult result;
      try {
        result = Reading.of(Limits.defaults(), Reading.file(path, content));
      } catch (RuntimeException e) {
        throw new AssertionError(name + ": " + new String(content, StandardCharsets.UTF_8), e);
      }
      int lines =
          new String(content, StandardCharsets.UTF_8)
              .split("[\\n\\r\\u0085\\u2028\\u2029]", -1)
              .length;
      switch (result) {
        case ReadResult.Manifests(List<Manifest> manifests) ->
            manifests.forEach(manifest -> checkManifest(name, content, manifest));
        case ReadResult.Unreadable(List<Problem> problems, List<Manifest> _) ->
            assertThat(problems)
                .as(name)
                .allSatisfy(
                    problem ->
                        assertThat(problem.source().orElseThrow().line()).isBetween(1, lines + 1))
                .isSortedAccordingTo(
                    (a, b) -> a.source().orElseThrow().compareTo(b.source().orElseThrow()));
      }
    }
  }

  private static void checkManifest(String name, byte[] content, Manifest manifest) {
    try {
      assertThat(JSON.readTree(manifest.json()).isObject()).as(name).isTrue();
    } catch (JacksonException e) {
      throw new AssertionError(name + ": " + manifest.json(), e);
    }
    assertThat(FieldLocator.locate(content, manifest, ".metadata.name")).as(name).isPresent();
  }
}
