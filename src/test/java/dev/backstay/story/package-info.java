/** The work that Backstay takes over from people, played on a real Kubernetes. */
@NullMarked
package dev.backstay.story;

import org.jspecify.annotations.NullMarked;
