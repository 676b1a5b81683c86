/**
 * Proves that what was made is what was planned, before the video is announced as ready. Reads boxes of MP4 files;
 * knows plans, but not who makes or publishes the pieces.
 */
@NullMarked
package dev.reelroute.check;

import org.jspecify.annotations.NullMarked;
