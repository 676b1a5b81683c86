package dev.reelroute.ledger;

/**
 * Which queue a task's doorbell rings: one that is never long, the one for what makes videos playable, or the one for the
 * bulk of the encoding.
 */
public enum Lane {
    FAST,
    EARLY,
    BULK
}
