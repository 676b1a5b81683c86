/**
 * Makes a video from its pieces: playlists, the DASH manifest, the storyboard, the progressive MP4, and which task is
 * responsible when pieces do not fit. Only {@code Publisher}, whose methods routes call, knows the ledger and the
 * store.
 */
@NullMarked
package dev.reelroute.publish;

import org.jspecify.annotations.NullMarked;
