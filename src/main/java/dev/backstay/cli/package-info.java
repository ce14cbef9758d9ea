/** The commands; the only room that wires the others together. */
@NullMarked
package dev.backstay.cli;

import org.jspecify.annotations.NullMarked;
