/**
 * What is said when the application cannot start: one sentence and what to do, instead of a stack trace. Knows how the
 * others fail, and nothing else of them.
 */
@NullMarked
package dev.reelroute.startup;

import org.jspecify.annotations.NullMarked;
