/**
 * The product as its users meet it: the whole application with its servers, the real FFmpeg and a real browser. Knows
 * nothing but what HTTP, S3, SQS and the folders show.
 */
@NullMarked
package dev.reelroute.journey;

import org.jspecify.annotations.NullMarked;
