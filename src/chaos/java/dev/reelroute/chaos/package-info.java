/**
 * Nothing is lost: real processes under kills, pauses, outages and repeated messages, and a checker that sees only what
 * the client was told, the final ledger, the bucket, the receiver of webhooks and the remaining processes.
 */
@NullMarked
package dev.reelroute.chaos;

import org.jspecify.annotations.NullMarked;
