/**
 * How a video comes in: presigned uploads, S3 events, the poll of the bucket. Knows object keys and the ledger's rows.
 */
@NullMarked
package dev.reelroute.intake;

import org.jspecify.annotations.NullMarked;
