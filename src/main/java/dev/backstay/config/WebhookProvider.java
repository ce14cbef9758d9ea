package dev.backstay.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whose webhooks are taken, by the way in which they are signed. */
public enum WebhookProvider {
  GITHUB,
  GITLAB,
  /** Also Forgejo. */
  GITEA,
  /** A script, a CI job, any other service. */
  GENERIC;

  /** As it is written in the configuration, in addresses and in metrics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of a word, if there is one. */
  public static Optional<WebhookProvider> of(String word) {
    return Arrays.stream(values()).filter(provider -> provider.word().equals(word)).findFirst();
  }
}
