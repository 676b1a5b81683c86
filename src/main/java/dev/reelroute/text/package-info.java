/** Subtitles and chapters as text: reads SubRip and WebVTT, writes WebVTT. Pure; knows no other package. */
@NullMarked
package dev.reelroute.text;

import org.jspecify.annotations.NullMarked;
