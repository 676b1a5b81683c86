/**
 * Says how FFmpeg makes one piece of a plan: a chunk of video, an audio track, the stills. Builds argument lists and reads nothing but the plan; runs nothing.
 */
@NullMarked
package dev.reelroute.encode;

import org.jspecify.annotations.NullMarked;
