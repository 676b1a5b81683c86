package dev.reelroute.ledger;

/** What only one of all processes does at a time. */
public enum Duty {
    /** The look at the bucket's listing. */
    POLL,
    /** Repairs and sweeps. */
    RECONCILE
}
