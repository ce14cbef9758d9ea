package dev.backstay.change;

import java.util.List;
import java.util.Optional;

/**
 * What somebody wants back.
 *
 * @param path of the environment's folder
 * @param to a commit id, perhaps shortened; empty for the last healthy state before this one
 * @param reason for the commit's message; may be empty
 * @param deployed what an agent remembers, newest first; empty if there is none to ask
 */
public record RollbackRequest(
    String environment,
    String path,
    Optional<String> to,
    String reason,
    List<DeployedState> deployed) {
  public RollbackRequest {
    deployed = List.copyOf(deployed);
  }
}
