/** The config repository: a bare mirror, its poller, revisions and folders. */
@NullMarked
package dev.backstay.git;

import org.jspecify.annotations.NullMarked;
