package dev.backstay.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where status and history are read from. Every source answers in the API's one shape, so that all
 * of them are shown in the same way.
 */
interface StatusSource extends AutoCloseable {
  /** As {@code GET /api/v1/environments} answers. */
  JsonNode environments() throws IOException;

  /** As {@code GET /api/v1/environments/{name}/history} answers. */
  JsonNode history(String environment) throws IOException;

  /** What a person should be told of it, and of what it cannot know. */
  Optional<String> remark();

  /** How long to wait between two looks at it. */
  Duration pause();

  @Override
  void close();
}
