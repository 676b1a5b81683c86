/**
 * Proves that what was made is what was planned, before anybody is told that it is ready. Reads boxes of MP4 files; knows
 * plans, and nothing of who makes or publishes.
 */
@NullMarked
package dev.reelroute.check;

import org.jspecify.annotations.NullMarked;
