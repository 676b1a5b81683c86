package dev.reelroute.queue;

import dev.reelroute.ledger.Lane;

/** The body of a queue's message: this lane may have something to do. The ledger says what. */
public record Ring(Lane lane) {}
