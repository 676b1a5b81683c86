/**
 * The queues: SQS rings for work, and forgets. What it rings for is in the ledger; nothing here knows what a task is.
 */
@NullMarked
package dev.reelroute.queue;

import org.jspecify.annotations.NullMarked;
