/**
 * Decides what will be made of a source: renditions, frame grid, chunks and tasks. The input is a {@code SourceInfo}
 * and a profile, the output a {@code Plan}; only {@code Planner}, whose methods routes call, knows the ledger.
 */
@NullMarked
package dev.reelroute.plan;

import org.jspecify.annotations.NullMarked;
