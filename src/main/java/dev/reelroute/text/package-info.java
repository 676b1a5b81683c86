/**
 * Subtitles and chapters as text: reads SubRip and WebVTT, writes WebVTT. Pure; knows nothing of the rest of the house.
 */
@NullMarked
package dev.reelroute.text;

import org.jspecify.annotations.NullMarked;
