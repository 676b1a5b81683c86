/**
 * Claims of work: leases, fencing tokens, backoff, and the processes that run under them. Knows the ledger's rows; nothing of media.
 */
@NullMarked
package dev.reelroute.task;

import org.jspecify.annotations.NullMarked;
