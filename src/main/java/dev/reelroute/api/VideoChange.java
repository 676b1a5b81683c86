package dev.reelroute.api;

import dev.reelroute.ledger.Visibility;

/** What a client changes in a video. */
public record VideoChange(Visibility visibility) {}
