/** What changes while somebody looks, sent as Server-Sent Events. */
@NullMarked
package dev.backstay.http.live;

import org.jspecify.annotations.NullMarked;
