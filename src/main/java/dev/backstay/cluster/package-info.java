/** Everything that talks to a Kubernetes API server. */
@NullMarked
package dev.backstay.cluster;

import org.jspecify.annotations.NullMarked;
