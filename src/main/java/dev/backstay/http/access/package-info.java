/**
 * Who somebody is, and what they may do: tokens and their file, sessions of browsers, and a proxy
 * that signs people in. Knows nothing of routes and answers.
 */
@NullMarked
package dev.backstay.http.access;

import org.jspecify.annotations.NullMarked;
