package dev.reelroute.ledger;

/** Which queue a task's doorbell rings: one that is never long, or the one for the bulk of the encoding. */
public enum Lane {
    FAST,
    BULK
}
