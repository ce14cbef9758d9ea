/** Https as the agent speaks it: credentials for one server, its CA, and a proxy. */
@NullMarked
package dev.backstay.git.https;

import org.jspecify.annotations.NullMarked;
