/**
 * How a video arrives: presigned uploads, S3 events, the poll of the bucket. Knows object keys, the ledger's rows,
 * who may play what is new, and where refusals are recorded.
 */
@NullMarked
package dev.reelroute.intake;

import org.jspecify.annotations.NullMarked;
