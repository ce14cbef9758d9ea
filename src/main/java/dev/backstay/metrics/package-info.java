/** The status as Prometheus metrics. */
@NullMarked
package dev.backstay.metrics;

import org.jspecify.annotations.NullMarked;
