/** Ssh as the agent speaks it: one key, strict known hosts, and nothing of the user's own ssh. */
@NullMarked
package dev.backstay.git.ssh;

import org.jspecify.annotations.NullMarked;
