package dev.reelroute.ledger;

/** States of work; DONE, FAILED and CANCELLED are ends, until a retry. */
public enum TaskState {
    /** Not due before other work is done. */
    WAITING,
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
}
