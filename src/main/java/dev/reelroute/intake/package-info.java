/**
 * How a video comes in: presigned uploads, S3 events, the poll of the bucket. Knows object keys, the ledger's rows, and where refusals go.
 */
@NullMarked
package dev.reelroute.intake;

import org.jspecify.annotations.NullMarked;
