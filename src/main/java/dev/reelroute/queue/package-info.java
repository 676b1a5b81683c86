/**
 * The queues: SQS only signals that there is work. The work itself is in the ledger; this package does not know what a
 * task is.
 */
@NullMarked
package dev.reelroute.queue;

import org.jspecify.annotations.NullMarked;
