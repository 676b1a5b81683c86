package dev.reelroute.ledger;

/**
 * Which queue a task's doorbell rings: one that is never long, the one for what makes videos playable, the one for the
 * bulk of the encoding, or the one for what costs so much that nobody else is to wait for it.
 */
public enum Lane {
    FAST,
    EARLY,
    BULK,
    HEAVY
}
