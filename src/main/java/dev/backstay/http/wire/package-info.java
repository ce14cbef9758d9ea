/**
 * What stands between the network and the routes: connections and their bounds, encryption, and
 * what every answer carries.
 */
@NullMarked
package dev.backstay.http.wire;

import org.jspecify.annotations.NullMarked;
