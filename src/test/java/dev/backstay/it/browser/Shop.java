package dev.backstay.it.browser;

import com.microsoft.playwright.Page;
import dev.backstay.it.Manifests;
import dev.backstay.testing.AgentApi;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;

/** A small application in three stages, and the agent that looks after it. */
final class Shop implements AutoCloseable {
  private final TestRepository repository;
  private final TestAgent agent;
  private final TestCluster cluster;
  private final String namespace;

  private Shop(TestRepository repository, TestAgent agent, TestCluster cluster, String namespace) {
    this.repository = repository;
    this.agent = agent;
    this.cluster = cluster;
    this.namespace = namespace;
  }

  static Shop open(TestCluster cluster, Path folder) {
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    repository.git("config", "user.name", "Ada Lovelace");
    repository.git("config", "user.email", "ada@example.com");
    for (String stage : new String[] {"master", "staging", "production"}) {
      repository.write(stage + "/shop.yml", manifests("1.0.0"));
    }
    String first = repository.commit("shop 1.0.0");
    repository.push();
    String namespace = TestCluster.uniqueName("page-production");
    TestAgent agent =
        TestAgent.start(
            cluster,
            folder.resolve("agent"),
            repository.url(),
            Env.of("master", TestCluster.uniqueName("page-master")),
            Env.of("staging", TestCluster.uniqueName("page-staging")),
            Env.of("production", namespace));
    Shop shop = new Shop(repository, agent, cluster, namespace);
    for (String stage : new String[] {"master", "staging", "production"}) {
      agent.awaitSynced(stage, first);
    }
    return shop;
  }

  private static String manifests(String tag) {
    return Manifests.deployment("frontend", tag)
        + Manifests.deployment("backend", "1.0.0")
        + Manifests.configMap("shop", "hello");
  }

  /** A release of the frontend in one stage; pushed. */
  String release(String stage, String tag) {
    String commit = repository.write(stage + "/shop.yml", manifests(tag)).commit("frontend " + tag);
    repository.push();
    return commit;
  }

  String revert(String commit) {
    repository.revert(commit);
    repository.push();
    return repository.head();
  }

  String change(String file, String text, String subject) {
    String commit = repository.write(file, text).commit(subject);
    repository.push();
    return commit;
  }

  TestAgent agent() {
    return agent;
  }

  TestCluster cluster() {
    return cluster;
  }

  String namespace() {
    return namespace;
  }

  TestRepository repository() {
    return repository;
  }

  void open(Page page, String path) {
    page.navigate(agent.uri(path).toString());
  }

  /** As people do it: the token is typed once. */
  void signIn(Page page) {
    open(page, "/sign-in");
    page.getByLabel("Your token").fill(AgentApi.TOKEN);
    page.keyboard().press("Enter");
    page.waitForURL(agent.uri("/").toString());
  }

  @Override
  public void close() {
    agent.close();
  }
}
