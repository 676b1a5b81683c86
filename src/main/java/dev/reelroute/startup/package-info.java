/**
 * What starts beside the rest, and messages for when the application cannot start: one sentence and what to do, instead
 * of a stack trace. Knows only how the other packages fail.
 */
@NullMarked
package dev.reelroute.startup;

import org.jspecify.annotations.NullMarked;
