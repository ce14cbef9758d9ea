/**
 * The agent's one file, {@code backstay.yaml}: its records and its reader with line-exact errors.
 */
@NullMarked
package dev.backstay.config;

import org.jspecify.annotations.NullMarked;
