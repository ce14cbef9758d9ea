package dev.backstay.cli.show;

import static dev.backstay.cli.show.Samples.NOW;
import static dev.backstay.cli.show.Samples.env;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StatusDetailsTest {
  @Test
  void tellsEverythingOfOneEnvironment() {
    Env env =
        env(
            "production",
            "degraded",
            """
            "seen": {"revision": "c41d9aabbbbbbb", "commitsBehind": 2},
            "lag": {"of": "staging", "commits": 1, "since": "2026-05-04T11:00:00Z", "images": [
              {"object": "deployment.apps/web", "container": "app", "here": "web:1", "there": "web:3"}]},
            "change": {"kind": "rollback", "to": "3f2a1c9ddd"},
            "phases": {"seen": 0.4, "applied": 0.1},
            "objects": {"total": 7, "created": 0, "configured": 1, "unchanged": 6, "pruned": 0},
            "health": {"healthy": 6, "progressing": 1, "failed": 0, "unhealthy": [
              {"object": "deployment.apps/web", "message": "1 of 2 updated replicas are available"}]},
            "drift": [{"object": "deployment.apps/web", "what": "changed",
              "fields": [".spec.replicas"], "by": "kubectl-scale", "at": "2026-05-04T11:58:00Z",
              "corrected": true},
              {"object": "service/web", "what": "deleted", "fields": [], "by": "",
              "at": "2026-05-04T11:57:00Z", "corrected": false}],
            "errors": [{"code": "BKS-204", "file": "production/a.yml", "line": 71,
              "object": "deployment.apps/cache", "message": "no such field", "hint": "remove it",
              "remedy": "Mend it."},
              {"code": "BKS-401", "message": "down", "hint": "", "remedy": "Nothing."}],
            "suspended": {"by": "ada", "reason": "move", "since": "2026-05-04T10:00:00Z",
              "until": "2026-05-04T14:00:00Z"},
            "retry": {"at": "2026-05-04T12:00:04Z"}
            """);
    assertThat(StatusDetails.of(env, NOW))
        .containsExactly(
            "Name:         production",
            "Namespace:    outsrc",
            "Folder:       production",
            "Cluster:      in-cluster",
            "State:        degraded, suspended, since 12s ago",
            "Suspended:    by ada \"move\" since 2h ago, resumes in 2h",
            "Revision:     9ab3f10 frontend 1.1.0",
            "Author:       Ada Lovelace, committed 5m ago",
            "Deployed:     12s ago",
            "Head:         c41d9aa",
            "Behind:       2 commits",
            "Lacks:        deployment.apps/web (app): web:1, staging has web:3",
            "Change:       rollback to 3f2a1c9",
            "Took:         0.5 s  seen 0.4  applied 0.1",
            "Objects:      7: 1 configured, 6 unchanged",
            "Health:       6 of 7 healthy",
            "  Waiting for deployment \"web\" rollout to finish: 1 of 2 updated replicas are"
                + " available...",
            "Drift:",
            "  deployment.apps/web .spec.replicas changed by kubectl-scale, 2m ago, corrected",
            "  service/web deleted, 3m ago, not corrected",
            "Problems:",
            "  BKS-204 production/a.yml:71 deployment.apps/cache: no such field (remove it)",
            "  BKS-401: down",
            "      Nothing.",
            "Tried again:  in 4s");
  }

  @Test
  void saysNothingOfWhatIsNotKnown() {
    assertThat(StatusDetails.of(env("{\"name\":\"new\",\"state\":\"starting\"}"), NOW))
        .containsExactly(
            "Name:         new",
            "State:        starting",
            "Behind:       unknown",
            "Health:       unknown");
  }

  @Test
  void saysThatTheClusterIsSilentAndWhatIsUnderWay() {
    assertThat(
            StatusDetails.of(
                env(
                    """
                    {"name": "p", "state": "checking", "reachable": false,
                     "sync": {"revision": "7c1e0d2aaaa", "subject": "one", "author": "Ann"}}
                    """),
                NOW))
        .contains(
            "State:        checking, the cluster does not answer",
            "Syncing:      7c1e0d2 \"one\" (Ann)");
  }
}
