package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.backstay.testing.AgentApi;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The API as its document has it. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApiIT {
  private static final String DOCUMENT = "urn:backstay:openapi";
  private static final String ENVIRONMENTS = "/api/v1/environments";
  private static final String PRODUCTION = ENVIRONMENTS + "/production";

  /** What people look at, and what the cluster asks for at the other port. */
  private static final Pattern UNDOCUMENTED =
      Pattern.compile(
          "(GET|POST) (/|/(environments|assets|live|sign-in|sign-out|livez|readyz|metrics).*)");

  private final TestAgent agent;
  private final TestRepository repository;
  private final JsonNode document;
  private final SchemaRegistry schemas;

  ApiIT(TestCluster cluster, @TempDir Path folder) {
    repository = TestRepository.create(folder.resolve("git"));
    repository.write("staging/cm.yml", Manifests.configMap("cm", "a"));
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      many.append(Manifests.configMap("cm-" + i, "a"));
    }
    String first = repository.write("production/cm.yml", many.toString()).commit("first");
    repository.push();
    agent =
        TestAgent.start(
            cluster,
            folder.resolve("agent"),
            repository.url(),
            Env.of("staging", TestCluster.uniqueName("api-staging")),
            Env.of("production", TestCluster.uniqueName("api-production")));
    agent.awaitSynced("production", first);
    String text = agent.get("/openapi.json").body();
    document = AgentApi.json(text);
    schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(DOCUMENT, text)));
  }

  @AfterAll
  void close() {
    agent.close();
  }

  private Set<String> documented() {
    Set<String> documented = new TreeSet<>();
    document
        .path("paths")
        .forEachEntry(
            (path, methods) ->
                methods.forEachEntry(
                    (method, _) -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    return documented;
  }

  private void assertAnswers(String method, String path, HttpResponse<String> answer) {
    JsonNode responses = document.path("paths").path(path).path(method).path("responses");
    String status = Integer.toString(answer.statusCode());
    JsonNode response = responses.has(status) ? responses.path(status) : responses.path("default");
    String reference = response.path("$ref").asString("");
    if (!reference.isEmpty()) {
      response = document.at(reference.substring(1));
    }
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
    String schema = response.path("content").path(type).path("schema").path("$ref").asString("");
    assertThat(schema).as("schema of %s %s %s %s", method, path, status, type).startsWith("#/");
    assertThat(
            schemas
                .getSchema(SchemaLocation.of(DOCUMENT + schema))
                .validate(AgentApi.json(answer.body())))
        .as("%s %s: %s", method, path, answer.body())
        .isEmpty();
  }

  private HttpResponse<String> asked(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(agent.uri(path)).header("Authorization", "Bearer " + AgentApi.TOKEN);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return agent.send(
        method.equals("get")
            ? request.GET()
            : request.POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void everyRouteIsInTheDocumentAndNoOther() {
    Set<String> there = new TreeSet<>();
    for (String route : agent.routes()) {
      if (route.matches("(GET|POST) .*") && !UNDOCUMENTED.matcher(route).matches()) {
        there.add(route);
      }
    }
    assertThat(documented()).isEqualTo(there);
    assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
    assertThat(document.path("info").path("version").asString()).doesNotContain("$").isNotEmpty();
  }

  @Test
  void everyPathIsInTheDocsAndNoOther() throws IOException {
    Set<String> told = new TreeSet<>();
    Pattern row = Pattern.compile("^\\| `(GET|POST) (/[^`]*)` \\|");
    for (String line : Files.readAllLines(Path.of("docs/api.md"))) {
      row.matcher(line).results().forEach(found -> told.add(found.group(1) + " " + found.group(2)));
    }
    assertThat(told).isEqualTo(documented());
  }

  @Test
  void whatIsAnsweredIsAsItsSchemaSays() {
    String first = repository.head();
    String second =
        repository.write("production/cm.yml", Manifests.configMap("cm-0", "b")).commit("second");
    repository.push();
    agent.awaitSynced("production", second);

    Map.of(
            ENVIRONMENTS,
            ENVIRONMENTS,
            PRODUCTION,
            ENVIRONMENTS + "/{name}",
            PRODUCTION + "/history",
            ENVIRONMENTS + "/{name}/history",
            PRODUCTION + "/resources?kind=ConfigMap&healthy=true",
            ENVIRONMENTS + "/{name}/resources",
            PRODUCTION + "/diff?from=" + first + "&to=" + second,
            ENVIRONMENTS + "/{name}/diff",
            "/api/v1/visitor",
            "/api/v1/visitor")
        .forEach((path, template) -> assertAnswers("get", template, asked("get", path, "")));
    for (String order : List.of("sync", "suspend", "resume")) {
      assertAnswers(
          "post", ENVIRONMENTS + "/{name}/" + order, asked("post", PRODUCTION + "/" + order, ""));
    }
    HttpResponse<String> planned = asked("post", PRODUCTION + "/rollback", "{\"dryRun\":true}");
    assertThat(planned.statusCode()).isEqualTo(200);
    assertAnswers("post", ENVIRONMENTS + "/{name}/rollback", planned);
    assertThat(AgentApi.json(planned.body()).path("to").asString()).isEqualTo(first);
    assertThat(asked("get", PRODUCTION + "/diff?against=staging", "").body()).contains("cm-0");
  }

  @Test
  void whatIsRefusedIsAProblemThatSaysWhatToDo() {
    Map.of(
            "/api/v1/environments/none",
            404,
            "/api/v1/none",
            404,
            PRODUCTION + "/history?limit=0",
            400,
            PRODUCTION + "/history?limit=many",
            400,
            PRODUCTION + "/resources?healthy=perhaps",
            400,
            PRODUCTION + "/resources?after=nothing",
            410,
            PRODUCTION + "/diff?from=abc",
            404)
        .forEach(
            (path, status) -> {
              HttpResponse<String> answer = asked("get", path, "");
              assertThat(answer.statusCode()).as(path).isEqualTo(status);
              assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                  .startsWith("application/problem+json");
              JsonNode problem = AgentApi.json(answer.body());
              assertThat(problem.path("status").asInt()).isEqualTo(status);
              assertThat(problem.path("title").asString()).isNotEmpty();
            });
    assertThat(asked("post", PRODUCTION + "/suspend", "{\"why\":1}").statusCode()).isEqualTo(400);
    assertThat(asked("post", PRODUCTION + "/rollback", "[]").statusCode()).isEqualTo(400);
    assertThat(agent.get(PRODUCTION + "/diff?against=staging").statusCode()).isEqualTo(403);
  }

  @Test
  void whatDidNotChangeIsNotSentAgain() {
    HttpResponse<String> first = asked("get", PRODUCTION + "/history", "");
    String tag = first.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again =
        asked("get", PRODUCTION + "/history", "", "If-None-Match", "\"other\", " + tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(asked("get", PRODUCTION + "/history", "", "If-None-Match", "\"other\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void aListIsReadPageByPage() {
    List<String> read = new ArrayList<>();
    String path = PRODUCTION + "/resources?kind=ConfigMap&limit=2";
    while (!path.isEmpty()) {
      HttpResponse<String> page = asked("get", path, "");
      AgentApi.json(page.body())
          .path("resources")
          .forEach(resource -> read.add(resource.path("object").asString()));
      path =
          page.headers()
              .firstValue("Link")
              .map(link -> link.substring(1, link.indexOf('>')))
              .orElse("");
    }
    JsonNode all = AgentApi.json(asked("get", PRODUCTION + "/resources", "").body());
    assertThat(read).isNotEmpty().doesNotHaveDuplicates().hasSize(all.path("resources").size());
  }
}
