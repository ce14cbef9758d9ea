package dev.backstay.change;

/**
 * A sync that is remembered by an agent, as far as a rollback needs to know it.
 *
 * @param revision the commit, in full
 * @param isHealthy it was deployed, and everything got healthy
 */
public record DeployedState(String revision, boolean isHealthy) {}
