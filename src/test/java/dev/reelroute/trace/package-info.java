/** Traces: what is told of a video, and what a collector that is away costs. */
@NullMarked
package dev.reelroute.trace;

import org.jspecify.annotations.NullMarked;
