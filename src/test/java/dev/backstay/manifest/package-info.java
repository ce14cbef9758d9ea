/** How manifests are read; {@code kubectl-json.txt} beside these tests is the specification. */
@NullMarked
package dev.backstay.manifest;

import org.jspecify.annotations.NullMarked;
