/**
 * Repairs what a crash, a lost message or a late event left behind, and removes objects that nobody needs. Knows
 * claims, queues and the store.
 */
@NullMarked
package dev.reelroute.reconcile;

import org.jspecify.annotations.NullMarked;
