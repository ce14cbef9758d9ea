/** The page, as people see it. */
@NullMarked
package dev.backstay.it.browser;

import org.jspecify.annotations.NullMarked;
