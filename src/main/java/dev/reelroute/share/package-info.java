/**
 * Pages to hand on: one for people, one for an {@code iframe} in any page, and what tells other sites about them (Open Graph,
 * oEmbed). Of public videos, and of private ones by an address that ends. Knows addresses, the ledger, playback and the API.
 */
@NullMarked
package dev.reelroute.share;

import org.jspecify.annotations.NullMarked;
