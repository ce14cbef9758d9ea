package dev.backstay.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Whose webhooks are taken.
 *
 * @param secretFiles by provider, what tells its webhooks from anybody else's; read again for each
 */
public record WebhooksConfig(Map<WebhookProvider, Path> secretFiles) {
  public static final WebhooksConfig NONE = new WebhooksConfig(Map.of());

  public WebhooksConfig {
    secretFiles = Map.copyOf(secretFiles);
  }

  /** Empty where webhooks of this provider are not taken. */
  public Optional<Path> secretFile(WebhookProvider provider) {
    return Optional.ofNullable(secretFiles.get(provider));
  }
}
