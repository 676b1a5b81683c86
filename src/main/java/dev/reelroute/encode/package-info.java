/**
 * Makes one piece of a plan: what FFmpeg is told, what of it is stored when, whether it is what was planned. Runs nothing;
 * only {@code Encoder} and {@code Shipper}, whose methods routes call, know the ledger and the processes.
 */
@NullMarked
package dev.reelroute.encode;

import org.jspecify.annotations.NullMarked;
