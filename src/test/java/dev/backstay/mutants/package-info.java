/** Breaks the safety rules on purpose, one at a time, to see that a test notices each. */
@NullMarked
package dev.backstay.mutants;

import org.jspecify.annotations.NullMarked;
