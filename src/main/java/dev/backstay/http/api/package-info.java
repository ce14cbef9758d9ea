/** The API under {@code /api/v1}. */
@NullMarked
package dev.backstay.http.api;

import org.jspecify.annotations.NullMarked;
