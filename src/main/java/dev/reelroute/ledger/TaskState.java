package dev.reelroute.ledger;

/** States of a task; DONE, FAILED and CANCELLED are final, until a retry. */
public enum TaskState {
    /** Not due before other work is done. */
    WAITING,
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
}
