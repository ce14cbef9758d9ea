package dev.backstay.sync;

import dev.backstay.config.EnvironmentConfig;
import dev.backstay.git.ConfigRepository;
import java.time.Clock;

/** What an environment is made of; the same for all of its syncs. */
record EnvironmentParts(
    EnvironmentConfig config,
    ConfigRepository repository,
    DesiredState desired,
    EnvironmentCluster cluster,
    Workloads workloads,
    Mailbox mailbox,
    StatusKeeper status,
    Clock clock) {}
