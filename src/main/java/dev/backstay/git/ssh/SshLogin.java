package dev.backstay.git.ssh;

/**
 * With what the agent goes to a git server.
 *
 * @param hostsFile where the known hosts stand, as it is told to people
 */
public record SshLogin(UserKey key, KnownHosts hosts, String hostsFile) {}
