/**
 * Who may play what: whether a video is public or private, and the tokens in the addresses that let a viewer play it for a
 * time, by way of us or straight from the store. Knows addresses, the ledger and the store.
 */
@NullMarked
package dev.reelroute.playback;

import org.jspecify.annotations.NullMarked;
