/** What an environment lacks of the one before it. */
@NullMarked
package dev.backstay.sync.lag;

import org.jspecify.annotations.NullMarked;
