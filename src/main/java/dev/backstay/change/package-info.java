/** What people and programs do to a config repo: decided here, written by {@code git}. */
@NullMarked
package dev.backstay.change;

import org.jspecify.annotations.NullMarked;
