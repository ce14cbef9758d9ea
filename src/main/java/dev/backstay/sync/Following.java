package dev.backstay.sync;

import dev.backstay.config.RewritePolicy;

/** Which heads of the branch are followed. */
record Following(RewritePolicy rewrites, Trust trust) {}
