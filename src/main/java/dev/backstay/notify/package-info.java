/** Tells others what happens: the services that the config repo is on. */
@NullMarked
package dev.backstay.notify;

import org.jspecify.annotations.NullMarked;
