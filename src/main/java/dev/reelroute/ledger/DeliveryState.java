package dev.reelroute.ledger;

/** Where a piece of news is on its way to its receiver. */
public enum DeliveryState {
    QUEUED,
    SENDING,
    DELIVERED,
    /** Given up: the schedule is at its end, or the receiver is gone. Somebody may ask for it again. */
    FAILED
}
