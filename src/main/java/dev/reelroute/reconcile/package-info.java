/**
 * Repairs what a crash, a lost message or a late event left behind, and removes objects that nobody needs. Knows
 * claims, queues, the store, and which of them was away.
 */
@NullMarked
package dev.reelroute.reconcile;

import org.jspecify.annotations.NullMarked;
