package dev.reelroute.ledger;

/** The state of a piece of news on its way to its receiver. */
public enum DeliveryState {
    QUEUED,
    SENDING,
    DELIVERED,
    /** Given up: all scheduled attempts failed, or the receiver is gone. A user may ask for it again. */
    FAILED
}
