/** What the agent promises, on a real API server. */
@NullMarked
package dev.backstay.it;

import org.jspecify.annotations.NullMarked;
