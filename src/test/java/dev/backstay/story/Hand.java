package dev.backstay.story;

import dev.backstay.testing.git.TestRepository;
import tools.jackson.databind.JsonNode;

/** What a person does in every step: commit, push, revert, and look how it ended. */
final class Hand {
  private final Stage stage;
  private final Narrator tell;
  private final TestRepository repository;

  Hand(Stage stage, Narrator tell) {
    this.stage = stage;
    this.tell = tell;
    this.repository = stage.repository();
  }

  String commit(String message) {
    String commit = repository.commit(message);
    tell.command("git commit -qam \"" + message + "\" && git push -q");
    stage.push();
    return commit;
  }

  String revert(String commit) {
    String revert = repository.revert(commit);
    tell.command("git revert --no-edit " + shortId(commit) + " && git push -q");
    stage.push();
    return revert;
  }

  JsonNode synced(String environment, String head) {
    stage.awaitSynced(environment, head);
    JsonNode sync = stage.lastSync(environment);
    Check.equal(sync.path("revision").asString(""), head, "the revision of the last sync");
    tell.sync(environment, sync);
    return sync;
  }

  static String kind(JsonNode sync) {
    return sync.path("change").path("kind").asString("");
  }

  static String shortId(String commit) {
    return commit.substring(0, 7);
  }
}
