/**
 * What starts beside the rest, waits for servers that come later, refuses settings that there are not, and messages for when the
 * application cannot start: one sentence and what to do, instead of a stack trace. Knows only how the other packages fail.
 */
@NullMarked
package dev.reelroute.startup;

import org.jspecify.annotations.NullMarked;
