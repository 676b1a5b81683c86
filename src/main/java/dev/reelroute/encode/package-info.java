/**
 * Makes one piece of a plan: what FFmpeg has to do, which files are stored when, and whether the result is what was
 * planned. Runs no program itself; only {@code Encoder} and {@code Shipper}, whose methods routes call, know the ledger
 * and the processes.
 */
@NullMarked
package dev.reelroute.encode;

import org.jspecify.annotations.NullMarked;
