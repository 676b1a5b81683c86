/**
 * Who may play what: whether a video is public or private, and the tokens in the addresses that let a viewer play it for a
 * time. Knows failures, addresses and the ledger.
 */
@NullMarked
package dev.reelroute.playback;

import org.jspecify.annotations.NullMarked;
