/** Webhooks: whether one is genuine, what it says, and how often it may be said. */
@NullMarked
package dev.backstay.http.webhook;

import org.jspecify.annotations.NullMarked;
