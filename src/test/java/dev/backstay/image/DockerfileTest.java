package dev.backstay.image;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.Chart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What can be known of the image without building it. */
class DockerfileTest {
  private static final Path JVM_FLAGS = Path.of("src/main/jvm/backstay.jvmargs");
  private static final String STAGE = "--from=build";

  @Test
  void copiesOnlyWhatIsThereAndNotIgnored() throws IOException {
    List<String> ignoreRules = Files.readAllLines(Path.of(".dockerignore"));
    List<String> sources =
        copies().filter(words -> !words.contains(STAGE)).flatMap(DockerfileTest::sources).toList();

    assertThat(ignoreRules).contains("*");
    assertThat(sources)
        .isNotEmpty()
        .allSatisfy(source -> assertThat(Path.of(source)).exists())
        .allSatisfy(source -> assertThat(ignoreRules).contains("!" + source));
  }

  @Test
  void takesTheJarsFromWhereTheBuildPutsThem() throws Exception {
    List<String> taken =
        copies().filter(words -> words.contains(STAGE)).flatMap(DockerfileTest::sources).toList();

    assertThat(taken)
        .containsExactlyInAnyOrder(
            "/build/target/" + pom("/project/build/finalName") + ".jar",
            "/build/target/" + pom("//manifest/classpathPrefix").replace("/", ""),
            "/build/target/runtime",
            "/build/" + JVM_FLAGS);
    assertThat(pom("//execution[id='lib']/configuration/outputDirectory"))
        .isEqualTo("${project.build.directory}/lib");
  }

  @Test
  void startsTheJarWithTheFlagsThatStandInOnePlace() throws Exception {
    String home = "/opt/backstay/";

    assertThat(textsOf(json("ENTRYPOINT")))
        .containsExactly(
            "/opt/java/bin/java",
            "@" + home + JVM_FLAGS.getFileName(),
            "-jar",
            home + pom("/project/build/finalName") + ".jar");
    assertThat(Files.readString(Path.of("bin/backstay"))).contains("@$root/" + JVM_FLAGS);
    assertThat(copies().map(List::getLast)).contains("/opt/java", home, home + "lib");
  }

  /** A flag that a newer JDK drops, or calls obsolete, is found here and not in a cluster. */
  @Test
  void usesFlagsThatThisJvmTakesWithoutAWord() throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + JVM_FLAGS,
                "--version")
            .redirectErrorStream(true)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(java.waitFor(30, SECONDS)).isTrue();
    assertThat(java.exitValue()).as(said).isZero();
    assertThat(said).doesNotContainIgnoringCase("warning").doesNotContain("ignoring option");
  }

  @Test
  void runsAsTheChartRunsIt() throws IOException {
    JsonNode pod =
        Chart.parse(Chart.render("ops", Map.of(), Optional.empty())).stream()
            .filter(object -> object.path("kind").asString().equals("Deployment"))
            .findFirst()
            .orElseThrow()
            .at("/spec/template/spec");
    String user = pod.at("/securityContext/runAsUser").asString();

    assertThat(instruction("USER")).isEqualTo(user + ":" + user);
    assertThat(json("CMD")).isEqualTo(pod.at("/containers/0/args"));
    assertThat(instruction("EXPOSE").split(" "))
        .containsExactlyElementsOf(textsOf(pod.at("/containers/0/ports"), "/containerPort"));
  }

  private static Stream<List<String>> copies() throws IOException {
    return Files.readAllLines(Path.of("Dockerfile")).stream()
        .filter(line -> line.startsWith("COPY "))
        .map(line -> Arrays.asList(line.split(" ")));
  }

  private static Stream<String> sources(List<String> copy) {
    return copy.subList(1, copy.size() - 1).stream().filter(word -> !word.startsWith("--"));
  }

  private static String instruction(String name) throws IOException {
    return Files.readAllLines(Path.of("Dockerfile")).stream()
        .filter(line -> line.startsWith(name + " "))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 1);
  }

  private static JsonNode json(String name) throws IOException {
    return Chart.parse("value: " + instruction(name)).getFirst().path("value");
  }

  private static List<String> textsOf(JsonNode list) {
    return textsOf(list, "");
  }

  private static List<String> textsOf(JsonNode list, String pointer) {
    return list.valueStream().map(element -> element.at(pointer).asString()).toList();
  }

  private static String pom(String path) throws Exception {
    var pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse("pom.xml");
    return XPathFactory.newInstance().newXPath().evaluate(path, pom).strip();
  }
}
