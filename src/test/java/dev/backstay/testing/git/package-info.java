/** Real git repositories and a real git server for tests. */
@NullMarked
package dev.backstay.testing.git;

import org.jspecify.annotations.NullMarked;
