package dev.reelroute.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who may play a video. */
public enum Visibility {
    /** Whoever knows its address. */
    @JsonProperty("public")
    PUBLIC,
    /** Who was given a playback address, until that ends. */
    @JsonProperty("private")
    PRIVATE
}
