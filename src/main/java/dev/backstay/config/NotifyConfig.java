package dev.backstay.config;

import java.util.Optional;

/** Who else is told what happens. */
public record NotifyConfig(Optional<CommitStatusConfig> commitStatus) {
  static final NotifyConfig NOBODY = new NotifyConfig(Optional.empty());
}
