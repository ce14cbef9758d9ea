/**
 * Desired against known state gives a plan of sealed actions; order, confinement and guards. Pure.
 */
@NullMarked
package dev.backstay.plan;

import org.jspecify.annotations.NullMarked;
