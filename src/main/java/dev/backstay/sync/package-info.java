/**
 * The loop of one environment: a pass from commit to outcome, history, and the status all readers
 * get.
 */
@NullMarked
package dev.backstay.sync;

import org.jspecify.annotations.NullMarked;
