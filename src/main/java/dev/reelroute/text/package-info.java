/**
 * Subtitles and chapters as text: reads SubRip, WebVTT and the text tracks of videos, writes WebVTT; and names as they are
 * searched. Pure; knows no other package.
 */
@NullMarked
package dev.reelroute.text;

import org.jspecify.annotations.NullMarked;
