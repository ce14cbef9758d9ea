/**
 * A real Kubernetes control plane as plain processes, for tests and the demo.
 *
 * <p>It uses the JDK alone, so that {@code bin/local-cluster} can run it from source.
 */
@NullMarked
package dev.backstay.testing.localcluster;

import org.jspecify.annotations.NullMarked;
