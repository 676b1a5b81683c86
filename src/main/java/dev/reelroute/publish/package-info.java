/**
 * Writes what a player reads: HLS playlists, the DASH manifest, the storyboard index, the progressive MP4's recipe. Pure: a plan and encoded pieces in, text and commands out.
 */
@NullMarked
package dev.reelroute.publish;

import org.jspecify.annotations.NullMarked;
