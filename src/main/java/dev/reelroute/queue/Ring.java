package dev.reelroute.queue;

import dev.reelroute.ledger.Lane;

/** The body of a queue's message: there may be something to do in this lane. Which of it, the ledger says. */
public record Ring(Lane lane) {}
