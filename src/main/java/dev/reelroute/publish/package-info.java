/**
 * Makes a video of its pieces: playlists, the DASH manifest, the storyboard, the progressive MP4, and whose fault it is when they
 * do not fit. Only {@code Publisher}, whose methods routes call, knows the ledger and the store.
 */
@NullMarked
package dev.reelroute.publish;

import org.jspecify.annotations.NullMarked;
