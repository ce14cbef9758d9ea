/** The page: what people see in a browser. */
@NullMarked
package dev.backstay.http.page;

import org.jspecify.annotations.NullMarked;
