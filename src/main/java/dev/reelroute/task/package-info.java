/**
 * Claims of work: leases, fencing tokens, backoff, the source, and the processes that run under them. Knows the
 * ledger's rows, the store and FFmpeg, but not media.
 */
@NullMarked
package dev.reelroute.task;

import org.jspecify.annotations.NullMarked;
