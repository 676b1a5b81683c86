/**
 * Decides what will be made of a source: renditions, frame grid, chunks and tasks. A {@code SourceInfo} and a profile in, a
 * {@code Plan} out; only {@code Planner}, whose methods routes call, knows the ledger.
 */
@NullMarked
package dev.reelroute.plan;

import org.jspecify.annotations.NullMarked;
