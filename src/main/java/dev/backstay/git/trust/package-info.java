/** Who may sign commits, and whether a commit is signed by one of them. */
@NullMarked
package dev.backstay.git.trust;

import org.jspecify.annotations.NullMarked;
