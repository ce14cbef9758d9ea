/** Judges what an agent did by what was written down of it. Pure: knows no cluster, no git. */
@NullMarked
package dev.backstay.audit;

import org.jspecify.annotations.NullMarked;
