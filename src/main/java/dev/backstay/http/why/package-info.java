/** Why something is as it is: for those who proved who they are. */
@NullMarked
package dev.backstay.http.why;

import org.jspecify.annotations.NullMarked;
