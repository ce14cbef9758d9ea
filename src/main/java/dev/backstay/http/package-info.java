/** The page, the API and the probes: ways to read the status, or to ask for a sync. */
@NullMarked
package dev.backstay.http;

import org.jspecify.annotations.NullMarked;
