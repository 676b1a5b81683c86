/**
 * Exact quantities of media, and what is made of them: fractions, tracks, objects and their types. Knows nothing of the rest of
 * the house.
 */
@NullMarked
package dev.reelroute.media;

import org.jspecify.annotations.NullMarked;
