package dev.reelroute.ledger;

/** States of a video, as the HTTP contract names them. */
public enum VideoStatus {
    AWAITING_UPLOAD,
    QUEUED,
    PROCESSING,
    READY,
    FAILED,
    CANCELLED;

    /** Whether this state is final: nothing more happens by itself. */
    public boolean isTerminal() {
        return this == READY || this == FAILED || this == CANCELLED;
    }
}
