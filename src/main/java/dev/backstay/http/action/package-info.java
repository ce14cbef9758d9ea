/** What people do from the page: forms that work without any script. */
@NullMarked
package dev.backstay.http.action;

import org.jspecify.annotations.NullMarked;
