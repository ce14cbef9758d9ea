/**
 * What an account must be allowed to do, what of it is missing, and the RBAC that gives it; pure.
 */
@NullMarked
package dev.backstay.cluster.access;

import org.jspecify.annotations.NullMarked;
