/** A real Prometheus, and what the project gives it to read: rules, alerts and a dashboard. */
@NullMarked
package dev.backstay.testing.prometheus;

import org.jspecify.annotations.NullMarked;
