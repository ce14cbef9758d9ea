/** Real things to test against: a cluster, an agent, a chart. */
@NullMarked
package dev.backstay.testing;

import org.jspecify.annotations.NullMarked;
