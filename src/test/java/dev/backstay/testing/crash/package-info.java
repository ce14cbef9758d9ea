/** Cuts an agent off in the middle of its work, and compares with what an undisturbed one does. */
@NullMarked
package dev.backstay.testing.crash;

import org.jspecify.annotations.NullMarked;
