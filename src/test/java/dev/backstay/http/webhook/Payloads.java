package dev.backstay.http.webhook;

/** What the providers send, as their documentation shows it, and shorter. */
final class Payloads {
  static final String BRANCH = "main";
  static final String PUSHED = "refs/heads/main";
  static final String NOTHING = "0".repeat(40);
  private static final String BEFORE = "6113728f27ae82c7b1a177c8d03f9e96e0adf246";
  private static final String AFTER = "59b20b8d5c6ff8d09518454d4dd8b7b30f095ab5";

  private Payloads() {}

  static String github(String ref, String after) {
    return """
    {"ref":"%s","before":"%s","after":"%s","created":false,"deleted":%s,"forced":false,
     "base_ref":null,"compare":"https://github.com/acme/config/compare/6113728f27ae...59b20b8d5c6f",
     "commits":[{"id":"%s","tree_id":"a5b3c0b5ef2b1b0a9d0e1a1f3b2c4d5e6f708192","distinct":true,
       "message":"Raise the limit \\"now\\"","timestamp":"2026-05-04T12:00:00+02:00",
       "author":{"name":"Ann","email":"ann@example.com"},
       "added":[],"removed":[],"modified":["production/web.yaml"]}],
     "head_commit":{"id":"%s","message":"ref: refs/heads/other"},
     "repository":{"id":186853002,"full_name":"acme/config","default_branch":"main",
       "owner":{"name":"acme","ref":"refs/heads/nested"},"pushed_at":1778061600},
     "pusher":{"name":"ann","email":"ann@example.com"},"sender":{"login":"ann","id":1}}
    """
        .formatted(ref, BEFORE, after, after.equals(NOTHING), after, after);
  }

  static String gitlab(String ref, String after) {
    return """
    {"object_kind":"%s","event_name":"push","before":"%s","after":"%s","ref":"%s",
     "ref_protected":true,"checkout_sha":"%s","user_id":4,"user_name":"Ann","project_id":15,
     "project":{"id":15,"name":"config","path_with_namespace":"acme/config","default_branch":"main"},
     "commits":[{"id":"%s","message":"Raise the limit","modified":["production/web.yaml"]}],
     "total_commits_count":1}
    """
        .formatted(
            ref.startsWith("refs/tags/") ? "tag_push" : "push", BEFORE, after, ref, after, after);
  }

  static String gitea(String ref, String after) {
    return """
    {"ref":"%s","before":"%s","after":"%s",
     "compare_url":"http://localhost:3000/acme/config/compare/6113728f27ae...59b20b8d5c6f",
     "commits":[{"id":"%s","message":"Raise the limit","timestamp":"2026-05-04T12:00:00+02:00"}],
     "total_commits":1,"repository":{"id":140,"full_name":"acme/config","default_branch":"main"},
     "pusher":{"id":1,"login":"ann"},"sender":{"id":1,"login":"ann"}}
    """
        .formatted(ref, BEFORE, after, after);
  }

  static String after() {
    return AFTER;
  }

  static final String GITHUB_PING =
      """
      {"zen":"Keep it logically awesome.","hook_id":109948940,
       "hook":{"type":"Repository","id":109948940,"name":"web","active":true,"events":["push"],
         "config":{"content_type":"json","insecure_ssl":"0","url":"https://backstay.example.com"}}}
      """;
}
