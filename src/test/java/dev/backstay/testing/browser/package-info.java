/** A real browser for the tests. */
@NullMarked
package dev.backstay.testing.browser;

import org.jspecify.annotations.NullMarked;
