package dev.backstay.story;

import java.util.List;

/** The steps of a small web application's life, each checked where it happens. */
final class Story {
  private final Releases releases;
  private final Environments environments;

  Story(Stage stage, Narrator tell) {
    this.releases = new Releases(stage, tell);
    this.environments = new Environments(stage, tell);
  }

  /** One step, numbered as the work by hand is. */
  record Step(int number, String title, Runnable play) {}

  List<Step> steps() {
    return List.of(
        new Step(1, "one file holds the application; merging it makes everything", releases::first),
        new Step(
            3,
            "a release is a new image tag; pods are replaced without downtime",
            releases::release),
        new Step(4, "a slow rollout is watched live", releases::watch),
        new Step(5, "the rollout history names commits", releases::causes),
        new Step(6, "a bug: git revert rolls back", releases::rollBack),
        new Step(7, "and forward again: the revert is reverted", releases::rollForward),
        new Step(7, "or by the command, to any commit ever deployed", releases::byCommand),
        new Step(8, "somebody scales by hand: seen, named and taken back", releases::drift),
        new Step(9, "a change goes through master, staging and production", environments::promote),
        new Step(
            10,
            "development has a host of its own, and cannot leave its namespace",
            environments::confined),
        new Step(11, "a plugin first, then the annotation that uses it", environments::plugin),
        new Step(12, "only the plugin's list changes", environments::pluginList),
        new Step(14, "what is not used any more is removed", environments::remove));
  }
}
