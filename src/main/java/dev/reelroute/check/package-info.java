/**
 * Proves that what was made is what was planned, before anybody is told that it is ready. Reads boxes of MP4 files; knows plans, encoded pieces and the types of what is published.
 */
@NullMarked
package dev.reelroute.check;

import org.jspecify.annotations.NullMarked;
