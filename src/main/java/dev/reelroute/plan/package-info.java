/**
 * Decides what will be made of a source: renditions, frame grid, chunks and tasks. Pure: a {@code SourceInfo} and a profile in, a {@code Plan} out.
 */
@NullMarked
package dev.reelroute.plan;

import org.jspecify.annotations.NullMarked;
