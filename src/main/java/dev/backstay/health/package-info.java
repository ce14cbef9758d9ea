/** Pure rules from a live object to its health, in kubectl's words. */
@NullMarked
package dev.backstay.health;

import org.jspecify.annotations.NullMarked;
