/** Programs that measure, or try at length what the tests try in short. */
@NullMarked
package dev.backstay.bench;

import org.jspecify.annotations.NullMarked;
