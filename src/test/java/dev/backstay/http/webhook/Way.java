package dev.backstay.http.webhook;

import static dev.backstay.config.WebhookProvider.GENERIC;
import static dev.backstay.config.WebhookProvider.GITEA;
import static dev.backstay.config.WebhookProvider.GITHUB;
import static dev.backstay.config.WebhookProvider.GITLAB;

import dev.backstay.config.WebhookProvider;
import dev.backstay.testing.WebhookSigner;
import java.util.Map;

/** Each way in which a webhook may prove where it comes from. */
enum Way {
  GITHUB_SIGNATURE(GITHUB, "X-Hub-Signature-256", "sha256="),
  GITEA_SIGNATURE(GITEA, "X-Gitea-Signature", ""),
  FORGEJO_SIGNATURE(GITEA, "X-Forgejo-Signature", ""),
  GITEA_HUB_SIGNATURE(GITEA, "X-Hub-Signature-256", "sha256="),
  GENERIC_SIGNATURE(GENERIC, "X-Backstay-Signature", "sha256="),
  GENERIC_BEARER(GENERIC, "Authorization", "Bearer "),
  GITLAB_TOKEN(GITLAB, "X-Gitlab-Token", ""),
  GITLAB_SIGNED(GITLAB, "webhook-signature", "");

  static final String TIME = "1777896000";

  final WebhookProvider provider;
  final String header;
  final String prefix;

  Way(WebhookProvider provider, String header, String prefix) {
    this.provider = provider;
    this.header = header;
    this.prefix = prefix;
  }

  boolean signsTheBody() {
    return this != GENERIC_BEARER && this != GITLAB_TOKEN;
  }

  boolean isHex() {
    return signsTheBody() && this != GITLAB_SIGNED;
  }

  /** A secret of its kind. */
  String secret(char fill) {
    return this == GITLAB_SIGNED
        ? "whsec_" + String.valueOf(fill).repeat(43) + "="
        : "secret-" + String.valueOf(fill).repeat(20);
  }

  /** Headers of a push that is signed. */
  Map<String, String> headers(String secret, String body) {
    Map<String, String> headers = pushHeaders();
    headers.put(header, prefix + proof(secret, body));
    return headers;
  }

  private String proof(String secret, String body) {
    return switch (this) {
      case GENERIC_BEARER, GITLAB_TOKEN -> secret;
      case GITLAB_SIGNED -> WebhookSigner.standard(secret, "msg_1", TIME, body);
      default -> WebhookSigner.hex(secret, body);
    };
  }

  /** Headers of a push that proves nothing. */
  Map<String, String> pushHeaders() {
    Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Content-Type", "application/json");
    switch (provider) {
      case GITHUB -> headers.put("X-GitHub-Event", "push");
      case GITEA -> headers.put("X-Gitea-Event", "push");
      case GITLAB -> {
        headers.put("X-Gitlab-Event", "Push Hook");
        headers.put("Idempotency-Key", "msg_1");
        headers.put("webhook-id", "msg_1");
        headers.put("webhook-timestamp", TIME);
      }
      case GENERIC -> {}
    }
    return headers;
  }

  /** What is sent when a ref moved to a commit. */
  String push(String ref, String after) {
    return switch (provider) {
      case GITHUB -> Payloads.github(ref, after);
      case GITLAB -> Payloads.gitlab(ref, after);
      case GITEA -> Payloads.gitea(ref, after);
      case GENERIC -> "{\"ref\":\"%s\",\"commit\":\"%s\"}".formatted(ref, after);
    };
  }

  String push() {
    return push(Payloads.PUSHED, Payloads.after());
  }
}
