/** YAML text to manifests, exactly as kubectl would send them. Pure: knows no cluster. */
@NullMarked
package dev.backstay.manifest;

import org.jspecify.annotations.NullMarked;
