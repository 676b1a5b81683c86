package dev.reelroute.ledger;

/**
 * The queue of a task's doorbell: one that is never long, one for work that makes videos playable, one for most of the
 * encoding, and one for work that costs so much that no other work must wait for it.
 */
public enum Lane {
    FAST,
    EARLY,
    BULK,
    HEAVY
}
